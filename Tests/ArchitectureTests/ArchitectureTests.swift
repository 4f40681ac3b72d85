import Testing

/// Package.swift, the table of docs/architecture.md and the `import` lines say the same.
@Suite struct ArchitectureTests {
    @Test("every target depends on what its files import and what the table names, no more and no less")
    func allThreeAgree() throws {
        #expect(try Architecture.repository().disagreements.sorted() == [])
    }

    @Test("no source file is named a util, helper, manager or common thing")
    func namesAreTheFieldsOwn() {
        let files = Architecture.files(in: "Sources")
        #expect(!files.isEmpty)
        #expect(files.filter { $0.firstMatch(of: /(?i)(util|helper|manager|common)/) != nil } == [])
    }

    @Test("a mistake in any of the three is reported", arguments: Plant.all)
    func plantedMistakesAreReported(_ plant: Plant) {
        #expect(Plant.sound().disagreements == [])
        var architecture = Plant.sound()
        plant.change(&architecture)
        #expect(architecture.disagreements == [plant.report])
    }
}

/// A mistake planted in a small sound architecture, with the one line that reports it.
struct Plant: Sendable, CustomTestStringConvertible {
    let report: String
    let change: @Sendable (inout Architecture) -> Void

    var testDescription: String { report }

    static func sound() -> Architecture {
        Architecture(
            manifest: PackageManifest(manifest),
            table: TargetTable(table),
            imports: [
                "Leaf": ["Foundation"], "Top": ["Leaf", "Yams"], "run-it": ["Top"], "TopTests": ["Testing", "Top"],
            ],
            folders: ["Leaf", "Top", "run-it"]
        )
    }

    private static let manifest = """
        let yams: Target.Dependency = .product(name: "Yams", package: "Yams")
        let package = Package(
            targets: [
                .target(name: "Leaf", swiftSettings: strict),
                .target(name: "Top", dependencies: ["Leaf", yams], swiftSettings: strict),
                .executableTarget(name: "run-it", dependencies: ["Top"]),
                .testTarget(name: "TopTests", dependencies: ["run-it", "Top"]),
            ]
        )
        """

    private static let table = """
        | 0 | `Leaf` | a leaf | – |
        | 1 | `Top` | what stands on it | Leaf |
        | 2 | `run-it` | the program | all |
        """

    private static func inManifest(_ old: String, _ new: String) -> @Sendable (inout Architecture) -> Void {
        { $0.manifest = PackageManifest(manifest.replacing(old, with: new)) }
    }

    private static func inTable(_ old: String, _ new: String) -> @Sendable (inout Architecture) -> Void {
        { $0.table = TargetTable(table.replacing(old, with: new)) }
    }

    static let all = [
        Plant(report: "Top: imports Logging, on which it does not depend") { $0.imports["Top"]?.insert("Logging") },
        Plant(report: "Top: depends on Yams, which no file imports") { $0.imports["Top"] = ["Leaf"] },
        Plant(report: "TopTests: imports Leaf, on which it does not depend") { $0.imports["TopTests"]?.insert("Leaf") },
        Plant(
            report: "Top: depends on Leaf, which the table does not name",
            change: inTable("on it | Leaf", "on it | –")
        ),
        Plant(
            report: "Leaf: the table names JSON, Package.swift does not",
            change: inTable("a leaf | –", "a leaf | JSON")
        ),
        Plant(report: "Top: depends on Leaf, which is not below it", change: inTable("| 0 |", "| 1 |")),
        Plant(report: "Leaf: not in the table", change: inTable("`Leaf`", "Leaf")),
        Plant(report: "Gone: in the table, not in Package.swift", change: inTable("`Leaf`", "`Leaf`, `Gone`")),
        Plant(report: "Sources/Stray: no target of Package.swift") { $0.folders.insert("Stray") },
        Plant(
            report: "Logging: a product that no target uses",
            change: inManifest(
                "let package",
                "let logging: Target.Dependency = .product(name: \"Logging\", package: \"swift-log\")\nlet package"
            )
        ),
    ]
}
