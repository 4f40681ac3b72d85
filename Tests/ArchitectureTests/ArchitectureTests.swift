import Foundation
import Testing

/// The import arrows of docs/architecture.md, held against Package.swift's folders and every `import` line.
@Suite struct ArchitectureTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Each target of the table, and which of our own targets it may import; nil allows all.
    private static func table() throws -> [String: Set<String>?] {
        let text = try String(contentsOf: root.appending(path: "docs/architecture.md"), encoding: .utf8)
        var table: [String: Set<String>?] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("|") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false)
                .map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count >= 5, Int(cells[1]) != nil else { continue }
            let targets = cells[2].matches(of: /`([A-Za-z0-9-]+)`/).map { String($0.1) }
            let imports: Set<String>? =
                cells[4] == "all" ? nil : Set(cells[4].matches(of: /[A-Za-z0-9]+/).map { String($0.0) })
            for target in targets { table[target] = imports }
        }
        return table
    }

    private static func targets() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path).sorted()
    }

    /// The modules that the files of a target import, with the file that does.
    private static func imports(of target: String) throws -> [(module: String, file: String)] {
        let folder = root.appending(path: "Sources/\(target)")
        let files = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        return try files.filter { $0.hasSuffix(".swift") }.flatMap { file in
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let line =
                /^(?:(?:public|package|internal|private|fileprivate|@testable|@preconcurrency) )*import (?:(?:struct|class|enum|func) )?([A-Za-z0-9_]+)/
            return text.split(separator: "\n").compactMap { $0.firstMatch(of: line).map { (String($0.1), file) } }
        }
    }

    @Test("every folder of Sources is a target of the table")
    func everyTargetIsInTheTable() throws {
        let table = try Self.table()
        #expect(try Self.targets().filter { !table.keys.contains($0) } == [])
    }

    @Test("no target imports one of ours that the table does not let it")
    func importsFollowTheTable() throws {
        let table = try Self.table()
        var offences: [String] = []
        for target in try Self.targets() {
            guard let allowed = table[target] ?? nil else { continue }
            for (module, file) in try Self.imports(of: target)
            where table.keys.contains(module) && !allowed.contains(module) {
                offences.append("\(target)/\(file) imports \(module)")
            }
        }
        #expect(offences == [])
    }

    @Test("no source file is named or speaks of a util, helper, manager or common thing")
    func namesAreTheFieldsOwn() throws {
        var offences: [String] = []
        for target in try Self.targets() {
            let files =
                FileManager.default.enumerator(atPath: Self.root.appending(path: "Sources/\(target)").path)?
                .compactMap { $0 as? String } ?? []
            offences += files.filter { $0.firstMatch(of: /(?i)(util|helper|manager|common)/) != nil }
        }
        #expect(offences == [])
    }
}
