public import SMSPContract

extension SiteProfile {
    /// The hash of every switch: evidence gathered under one profile says nothing about another.
    ///
    /// 128 bits, hexadecimal.
    public var contentHash: String {
        [
            verifyFailure.rawValue, "\(requireAuditIdentity)", superseded.rawValue, unavailable.rawValue, busy.rawValue,
            names.rawValue, severalCurrent.rawValue, restrictedWithPostcode.rawValue, timestamp?.rawValue ?? "",
            username?.rawValue ?? "", reading.rawValue, deadline.map { "\($0)" } ?? "", shortSurname.rawValue,
            responseHeader.rawValue,
        ].digest
    }
}
