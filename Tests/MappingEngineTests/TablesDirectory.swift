import Foundation
import Testing

@testable import MappingEngine

/// A copy of the shipped tables that a test may change.
final class TablesDirectory {
    let path: String

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "mappings-\(UUID().uuidString)")
        try FileManager.default.copyItem(atPath: Repository.path("Mappings"), toPath: folder.path)
        path = folder.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func text(_ file: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(file)", encoding: .utf8)
    }

    func write(_ text: String, to file: String) throws {
        try text.write(toFile: "\(path)/\(file)", atomically: false, encoding: .utf8)
    }

    /// Puts `new` in the place of the first `old` of `file`.
    func replace(_ old: String, with new: String, in file: String) throws {
        let text = try text(file)
        let range = try #require(text.range(of: old), "\(old) is not in \(file)")
        try write(text.replacingCharacters(in: range, with: new), to: file)
    }

    func load(hazards: HazardRegister? = nil) throws -> MappingTables {
        try MappingTables.load(directory: path, hazards: hazards)
    }

    /// What is wrong with the tables, in lines that name files as they stand in the directory.
    func problems(hazards: HazardRegister? = nil) -> [String] {
        do throws(MappingProblems) {
            _ = try MappingTables.load(directory: path, hazards: hazards)
            return []
        } catch {
            return error.problems.map { $0.description.replacingOccurrences(of: path + "/", with: "") }
        }
    }
}
