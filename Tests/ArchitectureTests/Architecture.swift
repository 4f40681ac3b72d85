import Foundation

/// The three places that say what a target depends on: Package.swift, docs/architecture.md and the `import` lines.
struct Architecture {
    /// Modules that come with the toolchain, and need no dependency.
    static let toolchain: Set = [
        "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Synchronization", "Testing",
    ]

    var manifest: PackageManifest
    var table: TargetTable
    /// The modules that the files of each target import, by the target's name.
    var imports: [String: Set<String>]
    /// The folders of Sources.
    var folders: Set<String>

    /// The disagreements among the three, a line each; empty if they say the same.
    var disagreements: [String] {
        manifest.targets.flatMap { target in
            tableDisagreements(target) + importDisagreements(target)
        } + strays
    }

    /// Where a target of Sources and its row in the table differ.
    private func tableDisagreements(_ target: PackageManifest.Target) -> [String] {
        guard target.folder.hasPrefix("Sources/") else { return [] }
        guard let row = table.rows[target.name] else { return ["\(target.name): not in the table"] }
        let own = target.dependencies.intersection(manifest.targets.map(\.name))
        let upwards = own.filter { table.rows[$0].map { $0.layer >= row.layer } ?? false }
            .map { "\(target.name): depends on \($0), which is not below it" }
        guard let imports = row.imports else { return upwards }
        return upwards
            + own.subtracting(imports).map { "\(target.name): depends on \($0), which the table does not name" }
            + imports.subtracting(own).map { "\(target.name): the table names \($0), Package.swift does not" }
    }

    /// Where the `import` lines of a target and its dependencies differ.
    ///
    /// A dependency on an executable needs no import: it has the program built.
    private func importDisagreements(_ target: PackageManifest.Target) -> [String] {
        let executables = Set(manifest.targets.filter(\.isExecutable).map(\.name))
        let names = Dictionary(uniqueKeysWithValues: manifest.targets.map { ($0.module, $0.name) })
        let imported = Set((imports[target.name] ?? []).map { names[$0] ?? $0 }).subtracting(Self.toolchain)
        return imported.subtracting(target.dependencies)
            .map { "\(target.name): imports \($0), on which it does not depend" }
            + target.dependencies.subtracting(imported).subtracting(executables)
            .map { "\(target.name): depends on \($0), which no file imports" }
    }

    /// Rows, folders and products that belong to no target.
    private var strays: [String] {
        let names = Set(manifest.targets.map(\.name))
        let used = Set(manifest.targets.flatMap(\.dependencies))
        return Set(table.rows.keys).subtracting(names).map { "\($0): in the table, not in Package.swift" }
            + folders.subtracting(names).map { "Sources/\($0): no target of Package.swift" }
            + Set(manifest.products.values).subtracting(used).map { "\($0): a product that no target uses" }
    }
}

extension Architecture {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The repository as it stands.
    static func repository() throws -> Architecture {
        let manifest = PackageManifest(try text("Package.swift"))
        let imports = try manifest.targets.map { ($0.name, try self.imports(in: $0.folder)) }
        return Architecture(
            manifest: manifest,
            table: TargetTable(try text("docs/architecture.md")),
            imports: Dictionary(uniqueKeysWithValues: imports),
            folders: Set(try FileManager.default.contentsOfDirectory(atPath: root.appending(path: "Sources").path))
        )
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// The Swift files below a folder, relative to it.
    static func files(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: root.appending(path: folder).path)?
            .compactMap { $0 as? String }
        return (names ?? []).filter { $0.hasSuffix(".swift") }
    }

    /// The modules that the text of a source file imports.
    static func modules(of text: String) -> Set<String> {
        let line =
            /^(?:(?:public|package|internal|private|fileprivate|@testable|@preconcurrency) )*import (?:(?:struct|class|enum|func|protocol|typealias|let|var) )?(\w+)/
        return Set(text.split(separator: "\n").compactMap { $0.firstMatch(of: line).map { String($0.1) } })
    }

    private static func imports(in folder: String) throws -> Set<String> {
        try files(in: folder).reduce(into: []) { $0.formUnion(modules(of: try text("\(folder)/\($1)"))) }
    }
}
