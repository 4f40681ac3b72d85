/// A service of the Interoperability Toolkit that is none of the operations, by its name: `getCPISRecord-v1-0`.
///
/// A legacy product may offer such services on the URL of its mini service.
///
/// - SeeAlso: decision D66.
public struct ITKService: Sendable, Hashable {
    /// The name with its version, as the last part of the URN has it; at most 100 characters.
    public let name: String

    /// The service that `action` names in the form `urn:nhs-itk:services:…:<name>-vN-N`; nil for another text, and for
    /// one of the operations.
    public init?(action: String) {
        guard SMSPOperation(action: action) == nil,
            let match = action.wholeMatch(
                of: /urn:nhs-itk:services:[A-Za-z0-9._:-]{1,100}:([A-Za-z][A-Za-z0-9_]{0,79}-v[0-9]{1,4}-[0-9]{1,4})/
            )
        else { return nil }
        name = String(match.1)
    }

    /// The service that an HTTP SOAPAction names, quoted or not; nil when it names none.
    public init?(soapAction: String) {
        self.init(action: soapAction.withoutQuotes)
    }
}
