public import FoundationEssentials

/// The settings of a legacy simulator.
///
/// The properties that change while it runs are ``LegacySimulator``'s own.
public struct LegacyConfiguration: Sendable {
    /// The blocks in the SOAP header of an answer.
    public enum ResponseHeader: Sendable {
        /// MessageID and Action, as in the captured answer.
        case captured
        /// To, RelatesTo and a timestamp too.
        case rich
    }

    /// The files of TLS, PEM; TLS is 1.2 or newer.
    public struct TLS: Sendable {
        /// The certificate chain, the simulator's own certificate first.
        public let certificate: String
        /// The private key.
        public let privateKey: String
        /// The CA that callers' certificates must be issued by; nil requests no certificate.
        public let clientCA: String?

        /// The files at these paths.
        public init(certificate: String, privateKey: String, clientCA: String? = nil) {
            self.certificate = certificate
            self.privateKey = privateKey
            self.clientCA = clientCA
        }
    }

    /// Address to listen on.
    public var host = "127.0.0.1"
    /// Port to listen on; 0: any that is free, see ``LegacySimulator/port``.
    public var port = 0
    /// TLS; nil listens in the clear.
    public var tls: TLS?
    /// The seed from which, with the request's body, every id and time of an answer is derived.
    ///
    /// Nil: ids are random, times are those of the call.
    public var seed: UInt64?
    /// The extent of the SOAP header of an answer (decision D43).
    public var responseHeader = ResponseHeader.captured
    /// The GP practices that it knows; without them answers carry a practice's code alone.
    public var practices = PracticeFile.none
    /// True if a search with a postcode finds restricted people, as that of some products did (decision D23).
    public var findsRestrictedByPostcode = false
    /// The longest body that it reads, bytes.
    public var requestBytes = 8 << 20
    /// The number of requests that ``LegacyTraffic`` keeps, the last ones.
    public var capturedRequests = 1_024
    /// The clock by which "current" is judged, and a request's timestamp where TLS is on.
    public var now: @Sendable () -> Date = { Date() }

    /// The settings that each property names.
    public init() {}
}
