public import SMSPContract
public import StrictYAML

extension SiteProfile {
    /// The shape of a `profile`: each switch, its values and its default.
    public static let shape = YAMLShape.mapping([
        `switch`(
            "verifyFailure",
            SiteProfile.VerifyFailure.self,
            "codeOnly",
            "The answer to a verification that fails."
        ),
        YAMLKey("requireAuditIdentity", .boolean, .defaults("true"), "True if a message needs an audit identity."),
        `switch`("superseded", SiteProfile.Superseded.self, "full", "The payload that comes with DEMOG-0017."),
        `switch`(
            "unavailable",
            SiteProfile.Unavailable.self,
            "DEMOG-9999",
            "The answer while a backend is unavailable."
        ),
        `switch`("busy", SiteProfile.Busy.self, "http503", "The answer while too many calls are in flight."),
        `switch`("names", SiteProfile.Names.self, "full", "The parts of a name that are given."),
        `switch`("severalCurrent", SiteProfile.SeveralCurrent.self, "first", "The one of several current addresses."),
        `switch`(
            "restrictedWithPostcode",
            SiteProfile.RestrictedWithPostcode.self,
            "noMatch",
            "Searches with a postcode."
        ),
        `switch`("timestamp", SiteProfile.Check.self, nil, "wsu:Timestamp; absent: enforced with TLS."),
        `switch`("username", SiteProfile.Check.self, nil, "wsse:Username; absent: enforced with mutual TLS."),
        `switch`("reading", SiteProfile.Reading.self, "lenient", "The reading of payloads that break the schema."),
        YAMLKey("deadline", .duration, .optional, "The time that one call may take; absent: limits.deadline."),
        `switch`("shortSurname", SiteProfile.ShortSurname.self, "accept", "Surnames of one or two characters."),
        `switch`("responseHeader", SiteProfile.ResponseHeader.self, "captured", "The SOAP header of answers."),
    ])

    /// Reads a value of ``shape``.
    public init(_ value: YAMLValue) {
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

    private static func `switch`<Value: CaseIterable & RawRepresentable<String>>(
        _ name: String,
        _ type: Value.Type,
        _ value: String?,
        _ about: String
    ) -> YAMLKey {
        YAMLKey(name, .choice(type.allCases.map(\.rawValue)), value.map { .defaults($0) } ?? .optional, about)
    }
}
