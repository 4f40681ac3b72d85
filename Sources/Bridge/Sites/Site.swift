public import SMSPContract

/// One organisation whose clients the bridge answers: an entry of `sites.yaml`.
public struct Site: Sendable, Equatable {
    /// `id`, unique in the file.
    public let id: String
    /// `name`; nil when the file gives none.
    public let name: String?
    /// `ods`, upper case.
    public let odsCode: String
    /// `identify.certificate`; nil where callers are not told apart by certificate.
    public let certificate: CertificateMatch?
    /// `identify.path`; nil when the site takes every path of its callers.
    public let path: PathPrefix?
    /// `profile`.
    public let profile: SiteProfile

    /// A site of these parts.
    public init(
        id: String,
        name: String?,
        odsCode: String,
        certificate: CertificateMatch?,
        path: PathPrefix?,
        profile: SiteProfile
    ) {
        self.id = id
        self.name = name
        self.odsCode = odsCode
        self.certificate = certificate
        self.path = path
        self.profile = profile
    }
}

/// Which client certificate authenticates a site's callers.
public enum CertificateMatch: Sendable, Hashable {
    /// SHA-256 of the DER encoding, lower-case hexadecimal.
    case sha256(String)
    /// Subject and issuer, as RFC 4514 writes distinguished names.
    case subject(String, issuer: String)

    /// Whether `certificate` is the one meant.
    public func matches(_ certificate: ClientCertificate) -> Bool {
        switch self {
        case .sha256(let digest): certificate.sha256 == digest
        case .subject(let subject, let issuer): certificate.subject == subject && certificate.issuer == issuer
        }
    }
}

/// A prefix of request paths, in whole segments: `/RXX` covers `/RXX` and `/RXX/smsp`, not `/RXXY`.
public struct PathPrefix: Sendable, Hashable {
    /// The prefix, beginning with a slash and not ending in one.
    public let text: String

    /// The prefix in `text`; nil unless it begins with a slash and has at least one segment.
    public init?(_ text: String) {
        var trimmed = text[...]
        while trimmed.last == "/" { trimmed.removeLast() }
        guard trimmed.first == "/", !trimmed.contains("//"), !trimmed.contains("?") else { return nil }
        self.text = String(trimmed)
    }

    /// Whether `path` lies under the prefix.
    public func covers(_ path: String) -> Bool {
        path == text || path.hasPrefix(text + "/")
    }
}
