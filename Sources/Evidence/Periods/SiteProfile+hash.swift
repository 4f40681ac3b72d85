public import SMSPContract

extension SiteProfile {
    /// The hash of every switch: evidence gathered under one profile says nothing about another.
    ///
    /// 128 bits, hexadecimal.
    public var contentHash: String { switches.flatMap { [$0.key, $0.value] }.digest }
}
