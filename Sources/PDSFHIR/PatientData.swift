/// A value made of a patient's data, which does not show what it holds.
///
/// A conforming type prints its own name wherever a value of it is interpolated, logged, dumped or reflected on, so
/// that patient data goes only where a property is named.
public protocol PatientData: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {}

extension PatientData {
    /// The name of the type and nothing of the value.
    public var description: String { String(describing: Self.self) }
    /// The name of the type and nothing of the value.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
