/// One field of an HTTP head, as it was sent or is to be sent.
public struct HeaderField: Sendable, Equatable {
    /// The name; compared without regard to case.
    public let name: String
    /// The value, without outer white space.
    public let value: String

    /// A field of a name and a value.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

extension [HeaderField] {
    /// The value of the first field of a name, in any case.
    func value(of name: String) -> String? {
        first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
