/// A value made of patient data, which does not show its content.
///
/// A conforming type prints its own name wherever a value of it is interpolated, logged, dumped or reflected on, so
/// that patient data reaches an answer only through the properties that name it.
public protocol Redacted: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension Redacted {
    /// The name of the type, without the value.
    public var description: String { String(describing: Self.self) }
    /// The name of the type, without the value.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
