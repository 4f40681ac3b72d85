import Bridge
import Foundation
import Testing

@testable import BridgeStorage

/// Which files a store of comparisons is opened with.
@Suite struct StoreFileTests {
    @Test("a file of the store that others may read or write is refused", arguments: ["", "-wal"], [0o640, 0o602])
    func openToOthers(_ suffix: String, _ mode: Int) async throws {
        let file = try TemporaryStore()
        defer { file.remove() }
        let store = try file.open()
        store.enqueue(.sample(1))
        await store.settle()
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path + suffix)
        #expect(throws: StoreUnavailable.self) { try file.open() }
        #expect(throws: StoreUnavailable.self) { try SQLiteComparisonStore.check(path: file.path) }
    }
}
