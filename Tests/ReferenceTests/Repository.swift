import Foundation

/// The files of the repository that cite something.
struct Repository {
    /// One text file.
    struct File {
        /// The path, relative to the repository.
        let path: String
        let lines: [String]

        init(path: String, text: String) {
            self.path = path
            lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// The paths of all files and folders, relative to the repository.
    let paths: Set<String>
    /// The text files in which citations are looked for.
    let files: [File]

    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The repository as it stands.
    ///
    /// Of the fixtures only what people write is read: bodies and messages hold ids that look like citations. The
    /// planted citations of these tests are not read.
    static func load() throws -> Repository {
        var paths: Set<String> = []
        var files: [File] = []
        for top in try FileManager.default.contentsOfDirectory(atPath: root.path) where top != ".git" {
            guard !top.hasPrefix(".build") else { continue }
            let below = FileManager.default.enumerator(atPath: root.appending(path: top).path)?
                .compactMap { $0 as? String }
            for path in [top] + (below ?? []).map({ "\(top)/\($0)" }) {
                paths.insert(path)
                guard isRead(path) else { continue }
                files.append(File(path: path, text: try text(path)))
            }
        }
        return Repository(paths: paths, files: files)
    }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    private static func isRead(_ path: String) -> Bool {
        let kind = path.split(separator: ".").last.map(String.init) ?? ""
        switch path.split(separator: "/").first {
        case "Sources", "Tests":
            return !path.hasPrefix("Tests/ReferenceTests") && ["swift", "md", "mustache"].contains(kind)
        case "Mappings", "docs": return ["md", "yaml", "csv"].contains(kind)
        case "Fixtures": return ["yaml", "md"].contains(kind)
        default: return !path.contains("/") && kind == "md"
        }
    }
}
