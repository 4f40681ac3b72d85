import Evidence
import Foundation
import SMSPContract
public import StrictYAML

/// `cutover.yaml` and its lock file.
public struct CutoverFiles: Sendable, Equatable {
    /// The shape of `cutover.yaml`.
    public static let shape = CutoverDocument.shape
    /// The shape of the lock file.
    public static let lockShape = LockDocument.shape

    /// The path of `cutover.yaml`.
    public let cutover: String
    /// The path of the lock file: `cutover.lock.yaml` in the folder of `cutover.yaml`.
    public let lock: String

    /// The file at a path, and its lock file.
    public init(cutover: String) {
        self.cutover = cutover
        lock = (cutover.hasSuffix(".yaml") ? String(cutover.dropLast(5)) : cutover) + ".lock.yaml"
    }

    /// The states that the files give `sites`.
    ///
    /// - Parameter forgotten: An id whose entries are read as if they were removed, see ``CutoverService/forget``.
    /// - Throws: every problem of the first file that has any: also an id that no site has, and a state that a site
    ///   without legacy endpoint cannot be in.
    public func load(sites: SiteDirectory, forgetting forgotten: String? = nil) throws(YAMLProblems) -> CutoverStates {
        guard FileManager.default.fileExists(atPath: cutover) else {
            throw YAMLProblems([
                YAMLProblem(
                    .file(cutover, line: 1),
                    key: "document",
                    problem: "is not there",
                    got: cutover,
                    suggestion: "echo '{}' > \(cutover), which leaves every site in its first state"
                )
            ])
        }
        let cutoverYAML = try YAMLDocument.load(contentsOf: cutover, shape: CutoverDocument.shape)
        let lockYAML = try loadLock()
        var (cutover, lock) = (CutoverDocument(cutoverYAML), lockYAML.map(LockDocument.init) ?? LockDocument())
        if let forgotten {
            cutover.entries[forgotten] = nil
            lock.entries[forgotten] = nil
        }
        let states = CutoverStates(sites: sites, cutover: cutover, lock: lock)
        let problems = states.problems(
            cutover: cutoverYAML.entries.filter { $0.key != forgotten },
            lock: lockYAML?.entries.filter { $0.key != forgotten } ?? []
        )
        guard problems.isEmpty else { throw YAMLProblems(problems) }
        return states
    }

    /// The lock file; nil if there is none.
    func loadLock() throws(YAMLProblems) -> YAMLValue? {
        guard FileManager.default.fileExists(atPath: lock) else { return nil }
        return try YAMLDocument.load(contentsOf: lock, shape: LockDocument.shape)
    }

    /// The entries of an id in both files, in words; nil if neither has one.
    func entries(of id: String) throws(YAMLProblems) -> String? {
        let cutoverYAML = try YAMLDocument.load(contentsOf: cutover, shape: CutoverDocument.shape)
        let asked = CutoverDocument(cutoverYAML).entries[id]
        let held = try loadLock().map(LockDocument.init)?.entries[id]
        guard asked != nil || held != nil else { return nil }
        let operations = SMSPOperation.allCases.compactMap { operation -> String? in
            let entry = held?[operation]
            let parts = [
                entry.map { "held in \($0.state.rawValue)\($0.isFrozen ? ", frozen" : "")" },
                asked?.operations[operation].map { "asked for \($0.rawValue)" },
            ].compactMap(\.self)
            return parts.isEmpty ? nil : "\(operation.rawValue) \(parts.joined(separator: ", "))"
        }
        let others = [
            asked?.standard.map { "default \($0.rawValue)" }, asked?.isLegacyRetired == true ? "retired" : nil,
        ]
        return (others.compactMap(\.self) + operations).joined(separator: "; ")
    }

    /// Removes the entries of an id from both files; those of the lock file last, so that a crash leaves them.
    func remove(_ id: String) throws {
        var asked = CutoverDocument(try YAMLDocument.load(contentsOf: cutover, shape: CutoverDocument.shape))
        if asked.entries.removeValue(forKey: id) != nil { try Self.write(asked.tree, to: cutover) }
        guard var held = try loadLock().map(LockDocument.init) else { return }
        if held.entries.removeValue(forKey: id) != nil { try save(held) }
    }

    /// Writes what differs between two states: `cutover.yaml` first, then the lock file, so that a crash between the
    /// two leaves a site further back and never further forward.
    func save(_ states: CutoverStates, over earlier: CutoverStates) throws {
        if states.cutover != earlier.cutover { try Self.write(states.cutover.tree, to: cutover) }
        if states.lock != earlier.lock { try save(states.lock) }
    }

    /// Writes the lock file.
    func save(_ lock: LockDocument) throws { try Self.write(lock.tree, to: self.lock) }

    /// Replaces a file whole or not at all, and returns once it is on the disk.
    private static func write(_ tree: YAMLTree, to path: String) throws {
        try DurableFile.replace(path, with: try tree.text().utf8, mode: 0o644)
    }
}

extension CutoverStates {
    /// The remedy for an entry whose id no site has.
    private static func remedy(of id: String) -> String {
        "give the entry the id that its site has now; if the site is gone, smsp-bridge site forget \(id)"
    }

    /// The states in the files that the sites cannot have.
    fileprivate func problems(
        cutover document: [(key: String, value: YAMLValue)],
        lock: [(key: String, value: YAMLValue)]
    ) -> [YAMLProblem] {
        let known = Dictionary(sites.sites.map { ($0.id, $0) }) { first, _ in first }
        var problems: [YAMLProblem] = []
        for (id, entry) in document {
            guard let site = known[id] else {
                problems.append(entry.problem("no site of sites.yaml has this id", try: Self.remedy(of: id)))
                continue
            }
            if site.legacy == nil, let retired = entry["legacy"] {
                problems.append(retired.problem("the site has no legacy endpoint to retire", try: "remove it"))
            }
            guard !hasLegacy(site) else { continue }
            for (_, state) in entry.entries where CutoverState(rawValue: state.string)?.isAnsweredByLegacy == true {
                problems.append(state.problem("the site has no legacy endpoint", try: "fhir"))
            }
            let isSilent = entry["default"] == nil && site.legacy != nil
            if isSilent, self.cutover.entries[id]?.operations.count != SMSPOperation.allCases.count {
                problems.append(
                    entry.problem("the legacy endpoint is retired, and a state is missing", try: "default: fhir")
                )
            }
        }
        for (id, operations) in lock {
            guard let site = known[id] else {
                // A site that was renamed would go forward again, past its rollback.
                problems.append(
                    operations.problem(
                        "holds a site back, and no site of sites.yaml has this id",
                        try: Self.remedy(of: id)
                    )
                )
                continue
            }
            guard !hasLegacy(site) else { continue }
            for (_, entry) in operations.entries {
                let state = entry.at("state").string
                guard CutoverState(rawValue: state)?.isAnsweredByLegacy == true else { continue }
                problems.append(
                    entry.problem(
                        "holds a site in \(state) that has no legacy endpoint",
                        try: "remove it once the site is to be in fhir, or give the site its legacy endpoint back"
                    )
                )
            }
        }
        return problems
    }
}
