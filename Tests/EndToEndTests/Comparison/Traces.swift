import Foundation

/// Everything that was seen of a program beside its answers, searched for what may not stand there.
struct Traces: Sendable {
    private var places: [(name: String, bytes: Data)] = []

    /// The names of what was seen.
    var names: [String] { places.map(\.name) }

    /// The text of a name; blank when nothing of it was seen.
    func text(_ name: String) -> String {
        places.first { $0.name == name }.map { String(decoding: $0.bytes, as: UTF8.self) } ?? ""
    }

    mutating func add(_ name: String, _ text: String) { places.append((name, Data(text.utf8))) }

    mutating func add(_ other: Traces) { places += other.places }

    /// Adds every file in a folder and below it, byte for byte.
    mutating func add(filesIn folder: URL, when: String) throws {
        let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
        for name in names {
            let file = folder.appending(path: name)
            guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else { continue }
            places.append(("\(name), \(when)", try Data(contentsOf: file)))
        }
    }

    /// Where any of `secrets` stands, in UTF-8 or UTF-16 and whatever its case: the place, and what kind of secret.
    func found(_ secrets: [(kind: String, text: String)]) -> Set<String> {
        var found: Set<String> = []
        let patterns = secrets.map { (kind: $0.kind, patterns: Self.patterns(of: $0.text)) }
        for (name, bytes) in places {
            let bytes = Self.lowercased(bytes)
            for (kind, patterns) in patterns where patterns.contains(where: { bytes.range(of: $0) != nil }) {
                found.insert("\(name): \(kind)")
            }
        }
        return found
    }

    /// The text in UTF-8, and in UTF-16 of either order as far as both are the same.
    private static func patterns(of text: String) -> [Data] {
        let bytes = lowercased(Data(text.utf8))
        return [bytes, Data(bytes.flatMap { [$0, 0] }.dropLast())]
    }

    private static func lowercased(_ bytes: Data) -> Data {
        Data(bytes.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 + 32 : $0 })
    }
}
