import SMSPContract

/// The marks of a site's callers: `identify` of `sites.yaml`.
///
/// The certificate authenticates. The other marks only choose among the sites that a certificate may act for; one that
/// is nil takes every value.
///
/// - SeeAlso: docs/sites.example.yaml.
public struct SiteIdentification: Sendable, Hashable {
    /// `certificate`; nil if certificates do not identify callers.
    public let certificate: CertificateMatch?
    /// `path`.
    public let path: PathPrefix?
    /// `auditODS`, upper case: the organisation that the message's audit identity names.
    public let auditODS: String?
    /// `asid`: the accredited system that the message's audit identity names.
    public let asid: String?

    /// An identification by these marks.
    public init(
        certificate: CertificateMatch? = nil,
        path: PathPrefix? = nil,
        auditODS: String? = nil,
        asid: String? = nil
    ) {
        self.certificate = certificate
        self.path = path
        self.auditODS = auditODS
        self.asid = asid
    }

    /// True if a message to `path` with `identities` matches the marks other than the certificate.
    func covers(path: String, identities: [AuditIdentity]) -> Bool {
        covers(path: path) && (auditODS.map { $0 == identities.odsCode } ?? true)
            && (asid.map { $0 == identities.accreditedSystem } ?? true)
    }

    /// True if requests to `path` match the mark of the path.
    func covers(path: String) -> Bool { self.path?.covers(path) ?? true }

    /// True if some message could match the marks of both.
    func overlaps(_ other: SiteIdentification) -> Bool {
        func agree<Mark: Equatable>(_ one: Mark?, _ other: Mark?) -> Bool { one == nil || other == nil || one == other }
        let pathsMeet =
            switch (path, other.path) {
            case (let one?, let other?): one.covers(other.text) || other.covers(one.text)
            default: true
            }
        return pathsMeet && agree(auditODS, other.auditODS) && agree(asid, other.asid)
    }

    /// True if every message that matches these marks also matches those of `other`, and not the reverse.
    func isNarrower(than other: SiteIdentification) -> Bool {
        isWithin(other) && !other.isWithin(self)
    }

    private func isWithin(_ other: SiteIdentification) -> Bool {
        let pathIsWithin = other.path.map { outer in path.map { outer.covers($0.text) } ?? false } ?? true
        return pathIsWithin && (other.auditODS == nil || other.auditODS == auditODS)
            && (other.asid == nil || other.asid == asid)
    }
}

/// Which client certificate authenticates a site's callers.
public enum CertificateMatch: Sendable, Hashable {
    /// SHA-256 of the DER encoding, lower-case hexadecimal.
    case sha256(String)
    /// Subject and issuer, as RFC 4514 writes distinguished names.
    case subject(String, issuer: String)
}

/// A prefix of request paths, in whole segments: `/RXX` covers `/RXX` and `/RXX/smsp`, not `/RXXY`.
public struct PathPrefix: Sendable, Hashable {
    /// The prefix, beginning with a slash and not ending in one.
    public let text: String

    /// The prefix in `text`; nil unless it begins with a slash, has at least one segment, and is in the form of
    /// ``RequestPath``.
    public init?(_ text: String) {
        var trimmed = text[...]
        while trimmed.last == "/" { trimmed.removeLast() }
        guard trimmed.first == "/", !trimmed.contains("?") else { return nil }
        let path = String(trimmed)
        // A request has no other form, so that a site with one would never be called.
        guard RequestPath.normalized(path) == path else { return nil }
        self.text = path
    }

    /// True if `path` is under the prefix.
    public func covers(_ path: String) -> Bool {
        path == text || path.hasPrefix(text + "/")
    }
}
