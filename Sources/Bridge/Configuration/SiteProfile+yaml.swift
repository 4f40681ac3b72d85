import SMSPContract
import StrictYAML

extension SiteProfile {
    /// Reads the `profile` of a site; its defaults are the shape's.
    init(_ value: YAMLValue) {
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
