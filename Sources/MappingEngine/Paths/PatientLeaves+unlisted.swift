import JSONTree

extension PatientLeaves {
    /// The number of unlisted leaves reported for one record: the first few are enough to recognise a foreign one.
    private static let limit = 32

    /// The leaves of `patient` that the list does not have, each once, in document order.
    ///
    /// The paths are safe to log: they hold no values, and of names only those that can be names of elements.
    func unlisted(in patient: JSONValue) -> [String] {
        var walk = Walk(leaves: self)
        walk.visit(patient, at: Self.root)
        return walk.found
    }

    private struct Walk {
        let leaves: PatientLeaves
        var found: [String] = []
        private var path: [String] = []

        init(leaves: PatientLeaves) {
            self.leaves = leaves
        }

        /// Visits `value` at `id`; nil if the list has no such element.
        mutating func visit(_ value: JSONValue, at id: NodeID?) {
            guard found.count < PatientLeaves.limit else { return }
            let node = id.map { leaves.nodes[$0] }
            switch value {
            case .object(let members) where !members.isEmpty:
                for member in members {
                    path.append((path.isEmpty ? "" : ".") + LoggableName.element(member.key))
                    visit(member, of: node)
                    path.removeLast()
                }
            case .array(let elements) where !elements.isEmpty:
                for element in elements {
                    path.append("[*]")
                    visit(element, at: node?.item)
                    path.removeLast()
                }
            case .object, .array, .null:
                if node == nil { report() }
            case .string, .number, .bool:
                if node?.leaf == nil { report() }
            }
        }

        private mutating func visit(_ member: JSONMember, of node: Node?) {
            let id = node?.members[member.key]
            guard member.key == "extension" || member.key == "modifierExtension" else {
                return visit(member.value, at: id)
            }
            guard case .array(let elements) = member.value, !elements.isEmpty else {
                return visit(member.value, at: id)
            }
            for element in elements {
                let url = element["url"]?.string
                let known = url.flatMap { url in id.flatMap { leaves.nodes[$0].extensions[url] } }
                path.append("[url=\(known == nil ? LoggableName.url(url) : url ?? "?")]")
                let content = JSONValue.object(element.members.filter { $0.key != "url" })
                visit(content, at: known)
                path.removeLast()
            }
        }

        private mutating func report() {
            let name = path.joined()
            if !found.contains(name) { found.append(name) }
        }
    }
}

/// Names from a record that may be logged because they cannot be values.
private enum LoggableName {
    /// An element name: a letter or underscore, then at most 39 letters, digits, hyphens and underscores.
    static func element(_ key: String) -> String {
        let bytes = Array(key.utf8)
        guard (1...40).contains(bytes.count), !(48...57).contains(bytes[0]), bytes[0] != UInt8(ascii: "-") else {
            return "?"
        }
        let isName = bytes.allSatisfy { isLetterOrDigit($0) || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
        return isName && !holdsNumber(bytes) ? key : "?"
    }

    /// The `url` of an extension: a name as parts of an extension have, or an address of path segments without query.
    static func url(_ url: String?) -> String {
        guard let url else { return "?" }
        guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }) else { return element(url) }
        let bytes = Array(url.utf8)
        let path = bytes.dropFirst(scheme.utf8.count)
        let isPlain = path.allSatisfy {
            isLetterOrDigit($0) || [UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "/")].contains($0)
        }
        return bytes.count <= 160 && !path.isEmpty && isPlain && !holdsNumber(bytes) ? url : "?"
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    }

    /// True if more than four digits follow each other: a number, a date or a telephone, not a version.
    private static func holdsNumber(_ bytes: [UInt8]) -> Bool {
        var run = 0
        for byte in bytes {
            run = (48...57).contains(byte) ? run + 1 : 0
            if run > 4 { return true }
        }
        return false
    }
}
