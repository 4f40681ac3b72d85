import Evidence
import Foundation
import GRDB
import Logging
import Synchronization

@testable import Bridge
@testable import BridgeStorage

/// A store of comparisons in a temporary folder of its own.
struct TemporaryStore {
    let folder: URL

    var path: String { folder.appending(path: "bridge.sqlite").path }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-store-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    /// The token key that a byte, repeated, makes.
    static func key(_ byte: UInt8 = 7) throws -> TokenKey {
        guard let key = TokenKey([UInt8](repeating: byte, count: TokenKey.minimumBytes)) else {
            throw CocoaError(.coderInvalidValue)
        }
        return key
    }

    /// A month after the sampled calls, when all of their windows are closed.
    static let later = ComparedCall.time + 30 * 86_400

    /// Opens it, a month after the sampled calls by default; its keys are kept for 90 days.
    func open(
        key: UInt8 = 7,
        now: @escaping @Sendable () -> Date = { later }
    ) throws -> SQLiteComparisonStore {
        try SQLiteComparisonStore.open(
            path: path,
            tokenKey: Self.key(key),
            retention: .seconds(90 * 86_400),
            now: now,
            logger: Logger(label: "store") { _ in SwiftLogNoOpLogHandler() }
        )
    }

    /// The summary of its records once `calls` are recorded.
    func summary(_ calls: [ComparedCall], _ query: EvidenceQuery = EvidenceQuery()) async throws -> EvidenceSummary {
        let store = try open()
        for call in calls { store.enqueue(call) }
        await store.settle()
        return try await store.evidence(query)
    }

    /// A connection of somebody else's, who may leave a transaction open; the file is its owner's alone.
    func connection() throws -> DatabaseQueue {
        if !FileManager.default.fileExists(atPath: path) {
            _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
        }
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        configuration.busyMode = .timeout(30)
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    /// The number in the one row that `sql` finds.
    func count(_ sql: String = "SELECT count(*) FROM call") throws -> Int? {
        try connection().read { try Int.fetchOne($0, sql: sql) }
    }

    /// The names of the files of the folder in which `bytes` stand.
    func files(holding bytes: Data) throws -> [String] {
        try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { try Data(contentsOf: $0).range(of: bytes) != nil }
            .map(\.lastPathComponent)
            .sorted()
    }

    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }
}

/// A clock that stands until it is moved.
final class StandingClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_795_000_000))

    var now: Date { time.withLock { $0 } }

    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
