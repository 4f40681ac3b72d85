public import SMSPContract

/// The sites, and which of them a caller is.
///
/// The certificate authenticates: where the listener demands one, a caller is only ever one of the sites that its
/// certificate may act for. Path and audit identity choose among those: of the sites that a message fits, the one with
/// the narrowest marks.
///
/// - SeeAlso: docs/sites.example.yaml.
public struct SiteDirectory: Sendable {
    /// The sites in the order of the file.
    public let sites: [Site]
    /// The sites that each certificate may act for; those without certificate under nil.
    private let byCertificate: [CertificateMatch?: [Site]]

    /// The reason that sites cannot be distinguished.
    public struct Ambiguity: Error, Sendable, Equatable {
        /// The `id` of the site that came first.
        public let first: String
        /// The `id` of the site that no caller can be distinguished from.
        public let second: String
    }

    /// A directory of `sites`.
    ///
    /// - Throws: if a message could match two sites of one certificate and neither is narrower than the other.
    public init(_ sites: [Site]) throws(Ambiguity) {
        self.sites = sites
        byCertificate = Dictionary(grouping: sites, by: \.identification.certificate)
        for group in byCertificate.values {
            for (index, second) in group.enumerated() {
                for first in group[..<index] where first.identification.isConfusable(with: second.identification) {
                    throw Ambiguity(first: first.id, second: second.id)
                }
            }
        }
    }

    /// The site that a request on `connection` to `path` is for; nil when it fits none.
    ///
    /// - Parameter identities: the message's audit identities; none where it has none or cannot be read (D59).
    public func site(connection: ConnectionFacts, path: String, identities: [AuditIdentity]) -> Site? {
        candidates(connection.certificate)
            .filter { $0.identification.covers(path: path, identities: identities) }
            .reduce(nil) { narrowest, site in
                guard let narrowest else { return site }
                return site.identification.isNarrower(than: narrowest.identification) ? site : narrowest
            }
    }

    /// True if the certificate of a connection and the path of a request allow a site, whatever the message holds.
    func mayServe(connection: ConnectionFacts, path: String) -> Bool {
        candidates(connection.certificate).contains { $0.identification.covers(path: path) }
    }

    /// True if the certificate of a connection may act for any site.
    public func admits(_ connection: ConnectionFacts) -> Bool { !candidates(connection.certificate).isEmpty }

    /// The sites that a certificate may act for; a fingerprint is closer than a name.
    private func candidates(_ certificate: ClientCertificate?) -> [Site] {
        guard let certificate else { return byCertificate[nil] ?? [] }
        return byCertificate[.sha256(certificate.sha256)]
            ?? byCertificate[.subject(certificate.subject, issuer: certificate.issuer)] ?? []
    }
}

extension SiteIdentification {
    /// True if some message matches both, and neither is narrower.
    fileprivate func isConfusable(with other: SiteIdentification) -> Bool {
        overlaps(other) && !isNarrower(than: other) && !other.isNarrower(than: self)
    }
}
