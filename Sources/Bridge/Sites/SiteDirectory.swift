/// The sites, and which of them a caller is.
///
/// The certificate authenticates: where the listener demands one, a caller is only ever one of the sites that its
/// certificate may act for. The path chooses among those.
///
/// - SeeAlso: DESIGN §2, `sites.yaml`.
public struct SiteDirectory: Sendable {
    /// The sites in the order of the file.
    public let sites: [Site]

    /// Why sites cannot be told apart.
    public struct Ambiguity: Error, Sendable, Equatable {
        /// The `id` of the site that came first.
        public let first: String
        /// The `id` of the one that no caller could be told from it.
        public let second: String
    }

    /// A directory of `sites`.
    ///
    /// - Throws: when two sites have the same certificate, or none, and the same path, or none.
    public init(_ sites: [Site]) throws(Ambiguity) {
        struct Mark: Hashable {
            let certificate: CertificateMatch?
            let path: PathPrefix?
        }
        var seen: [Mark: String] = [:]
        for site in sites {
            let mark = Mark(certificate: site.certificate, path: site.path)
            if let first = seen.updateValue(site.id, forKey: mark) {
                throw Ambiguity(first: first, second: site.id)
            }
        }
        self.sites = sites
    }

    /// The site that a request on `connection` to `path` is for; nil when it fits none.
    ///
    /// The longest path prefix wins; a site without path takes what no prefix covers.
    public func site(connection: ConnectionFacts, path: String) -> Site? {
        let candidates = sites.filter { site in
            guard let match = site.certificate else { return connection.certificate == nil }
            return connection.certificate.map(match.matches) ?? false
        }
        let covering = candidates.filter { $0.path?.covers(path) ?? false }
        return covering.max { ($0.path?.text.count ?? 0) < ($1.path?.text.count ?? 0) }
            ?? candidates.first { $0.path == nil }
    }
}
