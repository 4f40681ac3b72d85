extension SiteProfile {
    /// Every switch that is set, by the key and in the words of `sites.yaml`; one that is left to the decision's
    /// default is left out where that default depends on more than the profile.
    public var switches: [(key: String, value: String)] {
        let always = [
            ("verifyFailure", verifyFailure.rawValue), ("requireAuditIdentity", "\(requireAuditIdentity)"),
            ("superseded", superseded.rawValue), ("unavailable", unavailable.rawValue), ("busy", busy.rawValue),
            ("names", names.rawValue), ("severalCurrent", severalCurrent.rawValue),
            ("restrictedWithPostcode", restrictedWithPostcode.rawValue), ("reading", reading.rawValue),
            ("shortSurname", shortSurname.rawValue), ("responseHeader", responseHeader.rawValue),
        ]
        let optional = [
            ("timestamp", timestamp?.rawValue), ("username", username?.rawValue),
            ("deadline", deadline.map { "\(Int64($0 / .milliseconds(1)))ms" }),
        ]
        return always + optional.compactMap { key, value in value.map { (key, $0) } }
    }
}
