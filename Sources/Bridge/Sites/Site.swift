import Evidence
public import SMSPContract

/// One organisation whose clients the bridge answers: an entry of `sites.yaml`.
public struct Site: Sendable, Equatable {
    /// `id`, unique in the file.
    public let id: String
    /// `name`; nil when the file gives none.
    public let name: String?
    /// `ods`, upper case.
    public let odsCode: String
    /// `identify`.
    public let identification: SiteIdentification
    /// `legacy`; nil for `none`.
    public let legacy: SiteLegacy?
    /// `fallback`: whether the legacy endpoint answers while PDS FHIR is down.
    public let fallsBack: Bool
    /// `informationGovernanceBasis`; nil when the file gives none.
    public let informationGovernanceBasis: InformationGovernanceBasis?
    /// `profile`.
    public let profile: SiteProfile
    /// The hash of every switch of the profile, which the audit and evidence periods have.
    let profileHash: String

    /// A site of these parts.
    public init(
        id: String,
        name: String?,
        odsCode: String,
        identification: SiteIdentification,
        legacy: SiteLegacy? = nil,
        fallsBack: Bool = false,
        informationGovernanceBasis: InformationGovernanceBasis? = nil,
        profile: SiteProfile
    ) {
        self.id = id
        self.name = name
        self.odsCode = odsCode
        self.identification = identification
        self.legacy = legacy
        self.fallsBack = fallsBack
        self.informationGovernanceBasis = informationGovernanceBasis
        self.profile = profile
        profileHash = profile.contentHash
    }
}

/// The legacy endpoint behind a site.
public struct SiteLegacy: Sendable, Hashable {
    /// Its name among `legacies`.
    public let name: String
    /// `tls`: the organisation's own client certificate; nil presents that of `legacies`.
    public let identity: ClientKeyPair?
    /// `legacyTo`: what the text of `wsa:To` is replaced by; nil leaves the message untouched.
    public let to: String?

    /// A legacy endpoint of these parts.
    public init(name: String, identity: ClientKeyPair? = nil, to: String? = nil) {
        self.name = name
        self.identity = identity
        self.to = to
    }
}

/// The files of a client certificate and its key, PEM.
public struct ClientKeyPair: Sendable, Hashable {
    /// The path of the certificate chain.
    public let certificate: String
    /// The path of the private key.
    public let privateKey: String

    /// Both paths.
    var files: [String] { [certificate, privateKey] }

    /// The files at these paths.
    public init(certificate: String, privateKey: String) {
        self.certificate = certificate
        self.privateKey = privateKey
    }
}
