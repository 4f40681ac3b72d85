import Foundation

/// The citations of one file, and those of them that resolve to nothing.
struct Citations {
    let file: Repository.File
    let register: Register

    /// The citations that cannot be opened, a line each.
    var unresolved: [String] {
        lines { numbers($0) + pages($0) + links($0) + specifications($0) + suites($0) + places($0) }
            + seeAlsos.flatMap { place, text in
                text.split(separator: ";").flatMap { seeAlso($0.trimmingCharacters(in: .whitespaces)) }
                    .map { "\(file.path):\(place): \($0)" }
            }
    }

    /// The string literals of a source file that cite a decision or a note: operators do not have the register.
    var internalNumbersInTexts: [String] {
        lines { line in
            guard !line.trimmingCharacters(in: .whitespaces).hasPrefix("//") else { return [] }
            return line.matches(of: /"[^"]*"/).flatMap { $0.0.matches(of: /\b[DN][1-9][0-9]?\b/) }
                .map { "a text for operators cites \($0.0)" }
        }
    }

    private func lines(_ check: (String) -> [String]) -> [String] {
        file.lines.enumerated().filter { Self.mayCite($0.element) }.flatMap { index, line in
            check(line).map { "\(file.path):\(index + 1): \($0)" }
        }
    }

    /// True if the bytes of a line can hold any citation: a quick look, since most lines hold none.
    private static func mayCite(_ line: String) -> Bool {
        var before: UInt8 = 0
        for byte in line.utf8 {
            switch (before, byte) {
            case (_, UInt8(ascii: "`")), (UInt8(ascii: "D"), 0x31...0x39),
                (UInt8(ascii: "N"), 0x31...0x39),
                (UInt8(ascii: "s"), UInt8(ascii: "/")),
                (UInt8(ascii: "]"), UInt8(ascii: "(")), (UInt8(ascii: "c"), UInt8(ascii: ":")),
                (UInt8(ascii: "e"), UInt8(ascii: ":")):
                return true
            default: before = byte
            }
        }
        return false
    }

    /// Decisions and notes.
    private func numbers(_ line: String) -> [String] {
        line.matches(of: /\b([DN])([1-9][0-9]?)\b(?! [0-9])/).compactMap { match in
            guard let number = Int(match.2) else { return nil }
            let known = match.1 == "D" ? register.decisions : register.notes
            return known.contains(number) ? nil : "no \(match.0)"
        }
    }

    /// Paths below docs/, with the sections that follow them.
    private func pages(_ line: String) -> [String] {
        line.matches(of: /\bdocs\/[A-Za-z0-9_.\/-]*[A-Za-z0-9]/).flatMap { match -> [String] in
            let path = String(match.0)
            guard register.paths.contains(path) else { return ["no \(path)"] }
            return sections(String(line[match.range.upperBound...]), of: path)
        }
    }

    /// The sections that follow the path of a page: "§2, §3 and §4.1", up to anything else.
    private func sections(_ rest: String, of path: String) -> [String] {
        guard let run = rest.prefixMatch(of: /(?:(?:,| and| to|–|,? |`)*§[0-9.]*[0-9])+/) else { return [] }
        return run.0.matches(of: /[0-9][0-9.]*/).map { String($0.0) }
            .filter { !register.has(section: $0, in: path) }
            .map { "no §\($0) in \(path)" }
    }

    /// Links of a page to other files of the repository.
    private func links(_ line: String) -> [String] {
        guard file.path.hasSuffix(".md") else { return [] }
        return line.matches(of: /\]\(([^)# ]*)(?:#([^) ]*))?\)/).compactMap { match in
            guard !match.1.contains("://") else { return nil }
            let path = match.1.isEmpty ? file.path : resolved(String(match.1))
            guard register.paths.contains(path) else { return "no \(path)" }
            guard let anchor = match.2, path.hasSuffix(".md") else { return nil }
            return register.has(anchor: String(anchor), in: path) ? nil : "no #\(anchor) in \(path)"
        }
    }

    /// Test suites and fixtures that a page of docs/ names for what they hold.
    private func suites(_ line: String) -> [String] {
        guard file.path.hasPrefix("docs/"), file.path.hasSuffix(".md") else { return [] }
        return line.matches(of: /`(\w+Tests)`/).map { String($0.1) }
            .filter { !register.declares($0) && !register.paths.contains("Tests/\($0)") }
            .map { "no suite \($0)" }
            + line.matches(of: /`((?:by-number-)?(?:000[0-9]|9999|demog-[0-9]+|fault-[0-9]+|http-[0-9]+)-[a-z0-9-]+)`/)
            .map { String($0.1) }.filter { !register.hasFixture($0) }.map { "no fixture \($0)" }
    }

    /// Files, folders and types that the page of the architecture names; a path begins with a target, or at the root.
    private func places(_ line: String) -> [String] {
        guard file.path == "docs/architecture.md" else { return [] }
        let paths = line.matches(of: /`([A-Za-z]+\/[^` *]*)[^`]*`/).map { String($0.1) }
            .filter { path in
                !register.paths.contains { $0.hasPrefix("Sources/" + path) || ($0 + "/").hasPrefix(path) }
            }
        let types = line.matches(of: /`([A-Z][A-Za-z]+[a-z][A-Z][A-Za-z]*)`/).map { String($0.1) }
            .filter { !register.declares($0) && !register.paths.contains("Sources/" + $0) }
        return (paths + types).map { "no \($0) in Sources" }
    }

    /// A path that is relative to the folder of this file.
    private func resolved(_ path: String) -> String {
        var parts = file.path.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/") {
            switch part {
            case "..": if !parts.isEmpty { parts.removeLast() }
            case ".": break
            default: parts.append(String(part))
            }
        }
        return parts.joined(separator: "/")
    }

    // MARK: - SeeAlso, spec and source

    /// Each `- SeeAlso:` of a source file, with the lines that continue it.
    private var seeAlsos: [(line: Int, text: String)] {
        var found: [(line: Int, text: String)] = []
        var isOpen = false
        for (index, line) in file.lines.enumerated() {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("/// - SeeAlso: ") {
                found.append((index + 1, String(text.dropFirst("/// - SeeAlso: ".count))))
                isOpen = true
            } else if isOpen, text.hasPrefix("///   ") {
                found[found.count - 1].text += text.dropFirst("///  ".count)
            } else {
                isOpen = false
            }
        }
        return found
    }

    /// A part of a SeeAlso is a decision, a note, a file of this repository, a declaration, or a published document.
    private func seeAlso(_ part: String) -> [String] {
        let text = part.hasSuffix(".") ? String(part.dropLast()) : part
        // Whether they exist is what `numbers` and `pages` report.
        if text.prefixMatch(of: /(?:decisions?|notes?) [DN][0-9]|docs\//) != nil { return [] }
        if let match = text.prefixMatch(of: /``([A-Za-z0-9_\/]+)``/) {
            let name = match.1.split(separator: "/").last.map(String.init) ?? ""
            return register.declares(name) ? [] : ["no declaration \(name)"]
        }
        let first = text.prefix { !" ,;:".contains($0) }
        if register.paths.contains(String(first)) { return [] }
        return isPublished(text) ? [] : ["no source listed for “\(text)”"]
    }

    /// The `spec:` of a table's row and the `source:` of a conformance rule begin with a decision or a published document.
    private func specifications(_ line: String) -> [String] {
        guard let match = line.firstMatch(of: /^ *(?:spec: |source: ")(?<text>[^;"#]+)/) else { return [] }
        let text = match.text.trimmingCharacters(in: .whitespaces)
        let isFound = text.prefixMatch(of: /D[0-9]/) != nil || isPublished(text)
        return isFound ? [] : ["no source listed for “\(text)”"]
    }

    /// True if `text` begins with a form in which a published document is cited.
    private func isPublished(_ text: String) -> Bool {
        let plain = text.replacing(#/^(?:the|schemas?) /#, with: "").replacing("`", with: "")
        return register.documents.contains { plain.hasPrefix($0) }
    }
}
