import Foundation
import Logging
import Testing

@testable import Bridge

/// A practice file older than `practicesMaximumAge` is warned of: decision D19.
@Suite struct PracticeFileAgeTests {
    private static let changed = Date(timeIntervalSince1970: 1_795_000_000)
    private static let age = PracticeFileAge(changed: changed, maximum: .seconds(90 * 86_400))

    private static func day(_ days: Double) -> Date { changed.addingTimeInterval(days * 86_400) }

    @Test("the warning begins when the file is older, and says how old it is")
    func warning() {
        #expect(Self.age.warning(at: Self.day(90)) == nil)
        #expect(
            Self.age.warning(at: Self.day(90.5))
                == "the practice file is 90 days old: take a new epraccur.csv from ODS, and reload"
        )
        #expect(Self.age.warning(at: Self.day(200))?.contains("200 days") == true)
    }

    @Test("the metric is the time from which it is too old")
    func sample() {
        #expect(Self.age.sample.metric.name == "smsp_bridge_practices_expiry_seconds")
        #expect(Self.age.sample.value == Self.day(90).timeIntervalSince1970)
    }

    @Test("the age is that of the file that the configuration names, 90 days at most by default")
    func file() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "practices-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data("Y99001".utf8).write(to: folder.appending(path: "epraccur.csv"))
        try FileManager.default.setAttributes(
            [.modificationDate: Self.changed],
            ofItemAtPath: folder.appending(path: "epraccur.csv").path
        )
        try Data("- { id: RXX, ods: RXX, legacy: central, identify: { path: /RXX } }".utf8).write(
            to: folder.appending(path: "sites.yaml")
        )
        let path = folder.appending(path: "bridge.yaml").path
        let yaml = """
            listen: { smsp: { host: 127.0.0.1, port: 0 } }
            legacies: { central: { url: "http://127.0.0.1:9200/smsp" } }
            practices: epraccur.csv
            audit: { journal: audit.sqlite, keyFile: audit.key }
            """
        try Data(yaml.utf8).write(to: URL(filePath: path))
        let configuration = try BridgeConfiguration.load(path: path, environment: [:])
        #expect(PracticeFileAge(configuration)?.expires == Self.day(90))
    }
}
