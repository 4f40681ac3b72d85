import Bridge
import SMSPContract
import StrictYAML

/// The shape of a pair's `case.yaml`.
enum PairShape {
    static let shape = YAMLShape.mapping([
        YAMLKey("about", .string(), .optional, "What the pair shows, in a sentence."),
        YAMLKey("source", .url, .optional, "The base URL of the PDS FHIR that answered; absent: made by hand."),
        YAMLKey("operation", .choice(SMSPOperation.allCases.map(\.rawValue)), .required, "The operation."),
        YAMLKey("at", .string(), .required, "The time of the call, UTC."),
        YAMLKey("path", .string(), .defaults("/RXX"), "The path called."),
        YAMLKey("soapAction", .string(), .optional, "SOAPAction; absent: not sent."),
        YAMLKey("contentType", .string(), .defaults("text/xml"), "Content-Type."),
        YAMLKey("contentEncoding", .string(), .optional, "Content-Encoding; absent: not sent."),
        YAMLKey("certificateCommonName", .string(), .optional, "Of the client certificate: mutual TLS."),
        YAMLKey("profile", SiteProfile.shape, .optional, "The site's profile, as sites.yaml has it."),
        YAMLKey("pds", .list(of: reply), .optional, "What PDS answered, in order."),
    ])

    private static let reply = YAMLShape.mapping([
        YAMLKey("status", .integer(100...599), .required, "The HTTP status."),
        YAMLKey(
            "body",
            .string(),
            .optional,
            "The file, in the folder of case.yaml, that holds the body; absent: no body."
        ),
        YAMLKey("fault", .string(), .optional, "What was done to the answer on its way; the pair is passed over."),
        YAMLKey("asks", .string(), .optional, "The request to PDS, below the base URL; absent: any request."),
    ])

    /// The site whose call it was, with the pair's profile.
    static func site(_ yaml: YAMLValue) -> Bridge.Site {
        Bridge.Site(
            id: "RXX",
            name: nil,
            odsCode: "RXX",
            identification: SiteIdentification(),
            profile: yaml["profile"].map(SiteProfile.init) ?? SiteProfile()
        )
    }

    /// The fields of the request's head.
    static func fields(_ yaml: YAMLValue) -> [HTTPField] {
        [("SOAPAction", "soapAction"), ("Content-Type", "contentType"), ("Content-Encoding", "contentEncoding")]
            .compactMap { name, key in yaml[key].map { HTTPField(name, $0.string) } }
    }

    /// The caller's identity from TLS.
    static func connection(_ yaml: YAMLValue) -> ConnectionFacts {
        guard let name = yaml["certificateCommonName"]?.string else { return .plain }
        let certificate = ClientCertificate(sha256: "00", subject: "CN=\(name)", issuer: "", commonName: name)
        return ConnectionFacts(isEncrypted: true, certificate: certificate)
    }
}
