import Bridge
import Foundation

/// Sites for tests of states: A and B have a legacy endpoint, C has none.
enum CutoverSites {
    static let yaml = """
        - { id: A, ods: RXA, identify: { path: /a }, legacy: central }
        - { id: B, ods: RXB, identify: { path: /b }, legacy: central, fallback: legacy }
        - { id: C, ods: RXC, identify: { path: /c } }

        """

    static func directory() throws -> SiteDirectory {
        try SitesFile.load(yaml, file: "sites.yaml", isMutual: false, legacies: ["central"])
    }
}

/// A folder with `cutover.yaml`, and the lock file beside it.
struct CutoverFolder {
    let url: URL
    let files: CutoverFiles

    init(_ cutover: String, lock: String? = nil) throws {
        url = FileManager.default.temporaryDirectory.appending(path: "cutover-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        files = CutoverFiles(cutover: url.appending(path: "cutover.yaml").path)
        try cutover.write(toFile: files.cutover, atomically: true, encoding: .utf8)
        try lock?.write(toFile: files.lock, atomically: true, encoding: .utf8)
    }

    func load() throws -> CutoverStates { try files.load(sites: try CutoverSites.directory()) }

    func remove() { try? FileManager.default.removeItem(at: url) }
}

extension CutoverScope {
    /// A scope with everything that a site needs to move, unless told otherwise; PDS FHIR is used without a token.
    init(
        _ files: CutoverFiles,
        hasFHIR: Bool = true,
        isCompared: Bool = true,
        current: @escaping @Sendable () -> CutoverStates,
        apply: @escaping @Sendable (CutoverStates) -> Void
    ) {
        self.init(
            files: files,
            hasFHIR: hasFHIR,
            isCompared: isCompared,
            current: current,
            apply: apply,
            mappingHash: { "hash" },
            isTokenGranted: { nil }
        )
    }
}
