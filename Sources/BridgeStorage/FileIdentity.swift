import Foundation

/// Which file a path leads to.
///
/// SQLite goes on writing to a file that was moved or removed, whose entries would be lost.
struct FileIdentity: Sendable, Equatable {
    private let device: Int
    private let number: Int

    init?(path: String) {
        guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let device = attributes[.systemNumber] as? Int,
            let number = attributes[.systemFileNumber] as? Int
        else { return nil }
        self.device = device
        self.number = number
    }
}
