package import Bridge

/// The target of the `site` verbs: the files, or a running bridge.
package protocol SiteAdministration {
    func sites() async throws -> [SiteStatus]

    /// Makes a change; the site after it.
    func change(_ change: CutoverChange) async throws -> SiteStatus

    /// Removes the states kept of a site that is there no longer.
    func forget(_ id: String, reason: String) async throws
}
