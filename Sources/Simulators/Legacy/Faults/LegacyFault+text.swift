extension LegacyFault {
    /// The words of the command line that name faults, each with the values that its `=` takes.
    public static let words = [
        "delay=MILLISECONDS", "hang", "reset", "cut", "html[=STATUS]", "empty[=STATUS]", "garbage", "garbage-head",
        "fault[=NAME]", "crossed", "chunked", "close", "padded=BYTES", "as[=FORM]",
    ]

    /// The fault that a word of the command line names, such as `html=503`; nil if it names no fault.
    public init?(word: String) {
        let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
        let value = parts.count == 2 ? parts[1] : nil
        let number = value.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
        guard value == nil || number != nil || ["fault", "as"].contains(parts[0]) else { return nil }
        switch (parts.first, number) {
        case ("delay", let number?): self = .delay(.milliseconds(number))
        case ("padded", let number?): self = .padded(bytes: number)
        case ("html", nil): self = .html(status: 503)
        case ("html", let status?) where Self.isStatus(status): self = .html(status: status)
        case ("empty", nil): self = .empty(status: 200)
        case ("empty", let status?) where Self.isStatus(status): self = .empty(status: status)
        case ("fault", _):
            guard let fault = LegacySOAPFault(rawValue: value ?? LegacySOAPFault.backendUnavailable.rawValue) else {
                return nil
            }
            self = .soapFault(fault)
        case ("as", _):
            guard let form = LegacyAnswerForm(rawValue: value ?? LegacyAnswerForm.gzip.rawValue) else { return nil }
            self = .inForm(form)
        case ("hang", nil): self = .hang
        case ("reset", nil): self = .reset
        case ("cut", nil): self = .cutMidBody
        case ("garbage", nil): self = .garbageBody
        case ("garbage-head", nil): self = .garbageHead
        case ("crossed", nil): self = .crossed
        case ("chunked", nil): self = .chunked
        case ("close", nil): self = .closing
        default: return nil
        }
    }

    private static func isStatus(_ number: Int) -> Bool { (200...599).contains(number) }
}

extension LegacyFaultRule {
    /// The rule that a word of the command line describes: a fault, and after `@` the share of calls that it affects.
    ///
    /// `html=503@0.05` affects one call in twenty; without a share, every call.
    ///
    /// - Parameter seed: The number on which, with the calls themselves, the choice of calls depends.
    public init?(word: String, seed: UInt64) {
        let parts = word.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard let fault = LegacyFault(word: parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(fault)
            return
        }
        guard let share = Double(parts[1]), (0...1).contains(share) else { return nil }
        self.init(fault, .share(share, seed: seed))
    }
}
