import Foundation
import StrictYAML

/// A folder of stored pairs, at any depth.
public struct Corpus: Sendable {
    /// The pairs, in the order of their names.
    public let pairs: [StoredPair]
    /// The names of those that cannot be replayed, with why.
    let passedOver: [PassedOver]

    /// A pair that cannot be replayed.
    struct PassedOver: Encodable, Sendable {
        let pair: String
        let reason: StoredPair.PassedOver
    }

    /// Reads every pair below `path`.
    ///
    /// - Throws: ``UnusableCorpus`` with the problems of all pairs.
    public init(path: String) throws {
        let root = URL(fileURLWithPath: path, isDirectory: true).resolvingSymlinksInPath()
        let files = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
        let names = files.filter { $0 == "case.yaml" || $0.hasSuffix("/case.yaml") }
            .map { String($0.dropLast("/case.yaml".count)) }.filter { !$0.isEmpty }.sorted()
        var (pairs, passedOver, problems) = ([StoredPair](), [PassedOver](), [String]())
        for name in names {
            // A folder with a case but no question is another kind of fixture: that of a rule.
            let folder = root.appending(path: name)
            guard FileManager.default.fileExists(atPath: folder.appending(path: "request.xml").path) else { continue }
            do {
                pairs.append(try StoredPair(folder: folder, name: name))
            } catch let reason as StoredPair.PassedOver {
                passedOver.append(PassedOver(pair: name, reason: reason))
            } catch let invalid as YAMLProblems {
                problems += invalid.problems.map(\.description)
            }
        }
        if pairs.isEmpty, passedOver.isEmpty, problems.isEmpty {
            problems.append("\(path): holds no stored pair. Try: a folder that compare --save has written")
        }
        guard problems.isEmpty else { throw UnusableCorpus(problems: problems) }
        (self.pairs, self.passedOver) = (pairs, passedOver)
    }
}

/// A corpus that cannot be replayed.
public struct UnusableCorpus: Error {
    /// The problems, a line each.
    public let problems: [String]
}
