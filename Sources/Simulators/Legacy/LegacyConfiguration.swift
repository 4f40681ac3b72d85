public import FoundationEssentials
public import SMSPContract

/// How a legacy simulator is set up.
///
/// What changes while it runs is in ``LegacySimulator``'s own properties.
public struct LegacyConfiguration: Sendable {
    /// The files of TLS, PEM; TLS is 1.2 or newer.
    public struct TLS: Sendable {
        /// The certificate chain, the simulator's own certificate first.
        public let certificate: String
        /// The private key.
        public let privateKey: String
        /// The CA that callers' certificates must be issued by; nil asks for none.
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
    /// What every id and time of an answer is derived from, together with the request's body.
    ///
    /// Nil: ids are random, times are those of the call.
    public var seed: UInt64?
    /// How much the SOAP header of an answer holds (decision D43).
    public var responseHeader = SiteProfile.ResponseHeader.captured
    /// The GP practices that it knows; without them answers carry a practice's code alone.
    public var practices = PracticeFile.none
    /// Whether a search with a postcode finds restricted people, as that of some products did (decision D23).
    public var findsRestrictedByPostcode = false
    /// The longest body that it reads, bytes.
    public var requestBytes = 8 << 20
    /// How many of the last requests ``LegacyTraffic`` keeps.
    public var capturedRequests = 1_024
    /// The clock by which "current" is judged, and a request's timestamp where TLS is on.
    public var now: @Sendable () -> Date = { Date() }

    /// The settings that each property names.
    public init() {}
}
