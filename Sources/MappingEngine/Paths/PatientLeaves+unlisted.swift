import JSONTree

/// A place of a record that is not as the tables list it.
struct Unlisted: Sendable, Equatable {
    /// The departure from the list.
    enum Kind: Sendable, Hashable {
        /// The leaf is not listed.
        case leaf
        /// The value is not on the closed list of the leaf.
        case value
        /// The leaf is absent, and entries are told apart by it.
        case absent
    }

    let kind: Kind
    /// The path without values, safe to log: of the record's names it has only those that can be names of elements.
    let path: String
    /// The place in the record.
    let place: JSONPath
    /// The value there; nil for an absent one.
    let value: JSONValue?
}

extension [Unlisted] {
    /// One diagnostic for each leaf, in document order.
    var diagnostics: [MappingDiagnostic] {
        reduce(into: []) { diagnostics, found in
            let kind: MappingDiagnostic.Kind =
                found.kind == .leaf ? .unmappedLeaf(found.path) : .unlistedValue(found.path)
            if !diagnostics.contains(where: { $0.kind == kind }) { diagnostics.append(MappingDiagnostic(kind)) }
        }
    }
}

extension PatientLeaves {
    /// The number of places reported for one record: the first few are enough to recognise a foreign one.
    private static let limit = 32

    /// The places of `patient` that are not as the list has them, in document order.
    func unlisted(in patient: JSONValue) -> [Unlisted] {
        var walk = Walk(leaves: self)
        walk.visit(patient, at: Self.root)
        return walk.found
    }

    private struct Walk {
        let leaves: PatientLeaves
        var found: [Unlisted] = []
        /// The path to the current value, in names that may be logged.
        private var path: [String] = []
        /// The path to it in the record.
        private var place: [JSONPath.Step] = []

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
                    descend((path.isEmpty ? "" : ".") + LoggableName.element(member.key), to: .key(member.key)) {
                        walk in
                        walk.visit(member, of: node)
                    }
                }
                if let node { reportAbsent(from: value, at: node) }
            case .array(let elements) where !elements.isEmpty:
                for (index, element) in elements.enumerated() {
                    descend("[*]", to: .index(index)) { $0.visit(element, at: node?.item) }
                }
            case .object, .array, .null:
                if node == nil { report(.leaf, value) }
            case .string, .number, .bool:
                guard let leaf = node?.leaf else { return report(.leaf, value) }
                guard let closed = leaves.leaves[leaf].closed else { return }
                if !closed.contains(where: { value == .string($0) }) { report(.value, value) }
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
            for (index, element) in elements.enumerated() {
                let url = element["url"]?.string
                let known = url.flatMap { url in id.flatMap { leaves.nodes[$0].extensions[url] } }
                let content = JSONValue.object(element.members.filter { $0.key != "url" })
                descend("[url=\(known == nil ? LoggableName.url(url) : url ?? "?")]", to: .index(index)) { walk in
                    walk.visit(content, at: known)
                }
            }
        }

        /// Reports each leaf that entries are told apart by, and that `entry` lacks.
        private mutating func reportAbsent(from entry: JSONValue, at node: Node) {
            let selecting = node.members.filter { leaves.nodes[$0.value].leaf.map(leaves.selecting.contains) ?? false }
            for name in selecting.keys.sorted() where entry[name].map({ $0 == .null }) ?? true {
                descend("." + name, to: .key(name)) { $0.report(.absent, nil) }
            }
        }

        private mutating func descend(_ name: String, to step: JSONPath.Step, _ visit: (inout Walk) -> Void) {
            path.append(name)
            place.append(step)
            visit(&self)
            path.removeLast()
            place.removeLast()
        }

        private mutating func report(_ kind: Unlisted.Kind, _ value: JSONValue?) {
            found.append(Unlisted(kind: kind, path: path.joined(), place: JSONPath(place), value: value))
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
