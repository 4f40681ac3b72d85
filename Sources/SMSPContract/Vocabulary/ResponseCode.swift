/// A code of the vocabulary PDSMiniServiceResponseCode, which `value/@code` of an answer carries.
///
/// - SeeAlso: Domain Message Specification v1.1, `PDSMiniServiceResponseCode.html`; PDS SMS Provider Requirements §4.2.
public enum ResponseCode: String, Sendable, Hashable, CaseIterable {
    /// Success.
    case success = "SMSP-0000"
    /// Input message validation error.
    case inputInvalid = "SMSP-0001"
    /// Response message validation error.
    case responseInvalid = "SMSP-0002"
    /// Data returned from local store, Spine unavailable. Never sent by the bridge (decision D42), read from others.
    case localStore = "SMSP-0003"
    /// Could not connect to Spine. Of the generic vocabulary only; sent where a site's profile asks for it.
    case couldNotConnect = "SMSP-0004"
    /// Generic Spine Mini Service Provider software failure.
    case softwareFailure = "SMSP-9999"
    /// No match.
    case noMatch = "DEMOG-0001"
    /// Multiple matches found.
    case multipleMatches = "DEMOG-0007"
    /// Superseding NHS number returned.
    case superseded = "DEMOG-0017"
    /// NHS number of the response record has been invalidated.
    case invalidated = "DEMOG-0022"
    /// NHS number not verified.
    case notVerified = "DEMOG-0040"
    /// NHS number is not a new style number.
    case notNewStyle = "DEMOG-0042"
    /// Generic Spine service error.
    case spineError = "DEMOG-9999"
}
