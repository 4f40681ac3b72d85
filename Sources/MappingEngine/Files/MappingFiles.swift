import Crypto
import FoundationEssentials
import NHSIdentifiers
import SMSPContract

/// One file of the tables.
struct MappingFile: Sendable {
    /// The name that problems and provenance show: the directory as it was given, then the path in it.
    let name: String
    let bytes: [UInt8]
}

/// The files of a mappings directory that the engine reads, by their paths in it.
///
/// `README.md` and `comparison.yaml` belong to the directory and are not read here. Any other file is a problem: a
/// table whose name is mistyped would go unnoticed.
struct MappingFiles: Sendable {
    private static let required = [
        "mapping.yaml", "profiles.csv", "outcomes.csv", "patient-leaves.csv", "dropped.yaml",
    ]
    private static let response = "responses/patient-details.yaml"
    private static let readElsewhere: Set<String> = ["README.md", "comparison.yaml"]
    private static let limitBytes = 1 << 20

    private let files: [String: MappingFile]

    /// The files of `directory`; what is missing, too large or unknown goes to `problems`.
    init(directory: String, problems: inout [MappingProblem]) {
        var files: [String: MappingFile] = [:]
        for path in Self.paths(in: directory) where !Self.readElsewhere.contains(path) {
            let place = SourceLine(file: "\(directory)/\(path)", line: 1)
            guard Self.isKnown(path) else {
                let suggestion = "a name that README.md lists, or the file taken out of the directory"
                problems.append(MappingProblem(place, "file", "is none of the tables", try: suggestion))
                continue
            }
            do throws(OrdinaryFile.Refusal) {
                let file = try OrdinaryFile(place.file, limit: Self.limitBytes)
                files[path] = MappingFile(name: place.file, bytes: file.bytes)
            } catch {
                let suggestion = "a file that can be read, of at most 1 MiB"
                problems.append(MappingProblem(place, "file", error.description, try: suggestion))
            }
        }
        let operations = SMSPOperation.mapped.map { "requests/\($0.rawValue).yaml" }
        for path in Self.required + [Self.response] + operations where files[path] == nil {
            let place = SourceLine(file: "\(directory)/\(path)", line: 1)
            if problems.contains(where: { $0.place == place }) { continue }
            problems.append(MappingProblem(place, "file", "is missing", try: "the file as the product ships it"))
        }
        self.files = files
    }

    /// The file at `path`.
    subscript(path: String) -> MappingFile? { files[path] }

    /// The files of a folder, by the names they have without folder and ending, in the order of their names.
    func all(in folder: String) -> [(name: String, file: MappingFile)] {
        files.keys.filter { $0.hasPrefix(folder + "/") }.sorted().compactMap { path in
            let name = path.dropFirst(folder.count + 1).prefix { $0 != "." }
            return files[path].map { (String(name), $0) }
        }
    }

    /// SHA-256 of all the files, in lower-case hexadecimal: it changes with any byte of any table and with any name.
    ///
    /// Hashed are, in the order of the paths, each path and each content, both preceded by their length in eight
    /// bytes, the most significant first.
    var contentHash: String {
        var hash = SHA256()
        for (path, file) in files.sorted(by: { $0.key < $1.key }) {
            for part in [Array(path.utf8), file.bytes] {
                hash.update(data: (0..<8).reversed().map { UInt8(truncatingIfNeeded: part.count >> ($0 * 8)) })
                hash.update(data: part)
            }
        }
        return hash.finalize().hexadecimal
    }

    private static func isKnown(_ path: String) -> Bool {
        if required.contains(path) || path == response { return true }
        return path.hasPrefix("codes/") && path.hasSuffix(".csv")
            || path.hasPrefix("requests/") && path.hasSuffix(".yaml")
    }

    /// The paths of the files in `directory` and its folders, hidden ones left out.
    private static func paths(in directory: String) -> [String] {
        let manager = FileManager.default
        // A release is often put in place by a link, which subpathsOfDirectory does not follow.
        let folder = URL(filePath: directory).resolvingSymlinksInPath().path
        let entries = (try? manager.subpathsOfDirectory(atPath: folder)) ?? []
        return entries.sorted().filter { entry in
            var isDirectory = false
            let exists = manager.fileExists(atPath: "\(directory)/\(entry)", isDirectory: &isDirectory)
            return exists && !isDirectory && !entry.split(separator: "/").contains { $0.hasPrefix(".") }
        }
    }
}
