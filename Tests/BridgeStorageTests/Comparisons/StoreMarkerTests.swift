import Bridge
import Foundation
import GRDB
import NHSIdentifiers
import Testing

@testable import BridgeStorage
@testable import Evidence

/// Nothing that a patient's answers hold gets into the store.
@Suite struct StoreMarkerTests {
    /// What the answers hold, none of which may be found.
    private static let markers = [
        "Zaubermarkersurname", "Zaubermarkergiven", "Zaubermarker Lane 7", "ZM7 4RK", "tel:01632960777", "9990000018",
        "19370519", "20240229", "Zaubermarkerprefix",
    ]

    /// A wrong answer beside a right one, in every leaf that there is.
    private static let differences = ComparedLeaf.allCases.map { leaf in
        ValuedDifference.sample(leaf, .different, .s1, markers, markers.map { String($0.reversed()) })
    }

    private static let forbidden = (markers + markers.map { String($0.reversed()) }).map { Data($0.utf8) }

    /// A store with calls about the patient, by number and by search, which is open still.
    private static func filled(_ file: TemporaryStore) async throws -> SQLiteComparisonStore {
        let store = try file.open()
        let number = try #require(NHSNumber("9990000018"))
        let subjects = [SubjectKey.number(number), .search(yearOfBirth: "1937", surname: "Zaubermarkersurname")]
        for subject in subjects {
            for query in ComparedCall.Query.allCases {
                store.enqueue(.sample(about: subject, differences, query: query))
            }
        }
        await store.settle()
        return store
    }

    /// The files of the folder in which a marker stands.
    private static func traces(_ file: TemporaryStore) throws -> [String] {
        try forbidden.flatMap { try file.files(holding: $0) }
    }

    @Test("the log of transactions holds the records, and no value of the patient's")
    func log() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try await Self.filled(file)
        #expect(try file.files(holding: Data("addr[H]/streetAddressLine".utf8)).contains("bridge.sqlite-wal"))
        #expect(try Self.traces(file) == [])
        #expect(store.status.isWritable)
    }

    @Test("the file itself holds the records once the store is closed, and no value of the patient's")
    func closed() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        _ = try await Self.filled(file)
        #expect(
            try await eventually {
                try file.files(holding: Data("addr[H]/streetAddressLine".utf8)).contains("bridge.sqlite")
            }
        )
        #expect(try file.count("SELECT count(*) FROM difference") == 4 * ComparedLeaf.allCases.count)
        #expect(try Self.traces(file) == [])
    }

    @Test("the summary holds no value of the patient's either")
    func summary() async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let json = try JSONEncoder().encode(try await Self.filled(file).evidence(EvidenceQuery()))
        #expect(json.range(of: Data("addr[H]".utf8)) != nil)
        #expect(Self.forbidden.filter { json.range(of: $0) != nil } == [])
    }

    @Test("what stands for a value is no hash of it that anybody can compute")
    func plainHashes() async throws {
        let (one, other) = (try TemporaryStore(), try TemporaryStore())
        defer {
            one.remove()
            other.remove()
        }
        func tokens(_ file: TemporaryStore) async throws -> Set<String> {
            _ = try await Self.filled(file)
            let rows = try await file.connection().read { db in
                try String.fetchAll(
                    db,
                    sql: "SELECT subject FROM call UNION SELECT legacy_tokens FROM difference WHERE legacy_tokens <> ''"
                )
            }
            return Set(rows.flatMap { $0.split(separator: ",").map(String.init) })
        }
        let (first, second) = (try await tokens(one), try await tokens(other))
        #expect(first.count > Self.markers.count)
        #expect(first.isDisjoint(with: second))
    }
}
