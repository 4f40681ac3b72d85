import SMSPContract
public import StrictYAML

/// `sites.yaml`: the organisations whose clients the bridge answers.
///
/// - SeeAlso: DESIGN §2; decisions.md for the switches of `profile`.
public enum SitesFile {
    /// The shape of `sites.yaml`.
    public static let shape = YAMLShape.list(of: site, count: 1...100_000)

    private static let site = YAMLShape.mapping([
        YAMLKey("id", .string(pattern: identifier), .required, "The name of the site in logs and commands."),
        YAMLKey("name", .string(), .optional, "The organisation's name."),
        YAMLKey("ods", .string(pattern: odsCode), .required, "The ODS code that PDS FHIR is told."),
        YAMLKey("identify", identify, .optional, "How callers of the site are told from others."),
        YAMLKey("legacy", .choice(["none"]), .defaults("none"), "The legacy endpoint behind the site: none yet."),
        YAMLKey("profile", profile, .optional, "How the open questions of the contract are answered for the site."),
    ])

    private static let identify = YAMLShape.mapping([
        YAMLKey(
            "certificate",
            .mapping([
                YAMLKey("sha256", .string(pattern: sha256), .optional, "SHA-256 of the certificate's DER encoding."),
                YAMLKey("subject", .string(), .optional, "The subject, as RFC 4514 writes it; with issuer."),
                YAMLKey("issuer", .string(), .optional, "The issuer, as RFC 4514 writes it; with subject."),
            ]),
            .optional,
            "The client certificate, which listen.smsp.tls.clientCA must have issued."
        ),
        YAMLKey("path", .string(), .optional, "A prefix of request paths, such as /RXX."),
    ])

    private static let profile = YAMLShape.mapping([
        `switch`(
            "verifyFailure",
            SiteProfile.VerifyFailure.self,
            "codeOnly",
            "What a failed verification answers (D1)."
        ),
        YAMLKey("requireAuditIdentity", .boolean, .defaults("true"), "Whether an audit identity must be there (D3)."),
        `switch`("superseded", SiteProfile.Superseded.self, "full", "What stands beside DEMOG-0017 (D5)."),
        `switch`("unavailable", SiteProfile.Unavailable.self, "DEMOG-9999", "What answers when PDS is down (D7)."),
        `switch`("busy", SiteProfile.Busy.self, "http503", "What answers when the bridge is overloaded (D10)."),
        `switch`("names", SiteProfile.Names.self, "full", "How much of a name is given (D13)."),
        `switch`("severalCurrent", SiteProfile.SeveralCurrent.self, "first", "Which of several addresses (D17)."),
        `switch`("restrictedWithPostcode", SiteProfile.RestrictedWithPostcode.self, "noMatch", "Searches (D23)."),
        `switch`("timestamp", SiteProfile.Check.self, nil, "wsu:Timestamp; absent: enforced with TLS (D30)."),
        `switch`("username", SiteProfile.Check.self, nil, "wsse:Username; absent: enforced with mutual TLS (D30)."),
        `switch`("reading", SiteProfile.Reading.self, "lenient", "How payloads that break the schema are read (D31)."),
        YAMLKey("deadline", .duration, .optional, "How long one call may take; absent: limits.deadline (D35)."),
        `switch`("shortSurname", SiteProfile.ShortSurname.self, "accept", "Surnames of one or two characters (D36)."),
        `switch`("responseHeader", SiteProfile.ResponseHeader.self, "captured", "The SOAP header of answers (D43)."),
    ])

    private static let identifier = YAMLPattern("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", meaning: "a name", example: "RXX")
    private static let odsCode = YAMLPattern("[A-Za-z0-9]{3,10}", meaning: "an ODS code", example: "RXX")
    private static let sha256 = YAMLPattern(
        "(?:[0-9A-Fa-f]{2}:?){31}[0-9A-Fa-f]{2}",
        meaning: "a SHA-256 fingerprint",
        example: String(repeating: "5e", count: 32)
    )

    private static func `switch`<Value: CaseIterable & RawRepresentable<String>>(
        _ name: String,
        _ type: Value.Type,
        _ value: String?,
        _ about: String
    ) -> YAMLKey {
        YAMLKey(name, .choice(type.allCases.map(\.rawValue)), value.map { .defaults($0) } ?? .optional, about)
    }

    /// Reads `sites.yaml`.
    ///
    /// - Parameter isMutual: whether the listener demands client certificates.
    public static func load(
        contentsOf path: String,
        isMutual: Bool
    ) throws(YAMLProblems) -> SiteDirectory {
        try directory(of: try YAMLDocument.load(contentsOf: path, shape: shape), isMutual: isMutual)
    }

    /// Reads the text of a `sites.yaml`, which problems show as `file`.
    public static func load(_ text: String, file: String, isMutual: Bool) throws(YAMLProblems) -> SiteDirectory {
        try directory(of: try YAMLDocument.load(text, file: file, shape: shape), isMutual: isMutual)
    }

    private static func directory(of document: YAMLValue, isMutual: Bool) throws(YAMLProblems) -> SiteDirectory {
        var problems: [YAMLProblem] = []
        var ids: Set<String> = []
        let sites = document.elements.map { entry -> Site in
            let site = Site(entry, isMutual: isMutual, problems: &problems)
            if !ids.insert(site.id).inserted {
                problems.append(
                    entry.at("id").problem("another site has this id", try: "give each site an id of its own")
                )
            }
            return site
        }
        guard problems.isEmpty else { throw YAMLProblems(problems) }
        do {
            return try SiteDirectory(sites)
        } catch {
            let entry = document.elements.first { $0.at("id").string == error.second } ?? document
            throw YAMLProblems([
                entry.problem(
                    "its callers cannot be told from those of the site \(error.first)",
                    try: "give the two different identify.path, or identify.certificate"
                )
            ])
        }
    }
}

extension Site {
    /// Reads an entry of `sites.yaml`.
    fileprivate init(_ entry: YAMLValue, isMutual: Bool, problems: inout [YAMLProblem]) {
        let identify = entry["identify"]
        let certificate = identify?["certificate"].flatMap { CertificateMatch($0, problems: &problems) }
        if isMutual, certificate == nil {
            problems.append(
                entry.problem(
                    "the listener demands client certificates, but the site names none",
                    try: "add identify.certificate.sha256"
                )
            )
        } else if !isMutual, let value = identify?["certificate"] {
            problems.append(
                value.problem(
                    "the listener asks for no client certificates",
                    try: "set listen.smsp.tls.clientCA, or remove this"
                )
            )
        }
        let path = identify?["path"].flatMap { value -> PathPrefix? in
            let prefix = PathPrefix(value.string)
            if prefix == nil {
                problems.append(value.problem("is no prefix of paths", try: "a path such as /RXX"))
            }
            return prefix
        }
        self.init(
            id: entry.at("id").string,
            name: entry["name"]?.string,
            odsCode: entry.at("ods").string.uppercased(),
            certificate: certificate,
            path: path,
            profile: entry["profile"].map(SiteProfile.init) ?? SiteProfile()
        )
    }
}

extension CertificateMatch {
    fileprivate init?(_ value: YAMLValue, problems: inout [YAMLProblem]) {
        switch (value["sha256"]?.string, value["subject"]?.string, value["issuer"]?.string) {
        case (let digest?, nil, nil): self = .sha256(digest.lowercased().filter { $0 != ":" })
        case (nil, let subject?, let issuer?): self = .subject(subject, issuer: issuer)
        default:
            problems.append(
                value.problem(
                    "needs either sha256, or subject and issuer",
                    try: "sha256: the certificate's fingerprint"
                )
            )
            return nil
        }
    }
}

extension SiteProfile {
    /// Reads the `profile` of a site; its defaults are the shape's.
    fileprivate init(_ value: YAMLValue) {
        self.init()
        func read<Value: RawRepresentable<String>>(_ key: String, into property: inout Value) {
            if let read = value[key].flatMap({ Value(rawValue: $0.string) }) { property = read }
        }
        read("verifyFailure", into: &verifyFailure)
        read("superseded", into: &superseded)
        read("unavailable", into: &unavailable)
        read("busy", into: &busy)
        read("names", into: &names)
        read("severalCurrent", into: &severalCurrent)
        read("restrictedWithPostcode", into: &restrictedWithPostcode)
        read("reading", into: &reading)
        read("shortSurname", into: &shortSurname)
        read("responseHeader", into: &responseHeader)
        requireAuditIdentity = value["requireAuditIdentity"]?.bool ?? requireAuditIdentity
        timestamp = value["timestamp"].flatMap { Check(rawValue: $0.string) }
        username = value["username"].flatMap { Check(rawValue: $0.string) }
        deadline = value["deadline"]?.duration
    }
}
