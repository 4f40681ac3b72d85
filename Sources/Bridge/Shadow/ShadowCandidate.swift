import SMSPContract

/// A call that the legacy endpoint has answered, with all that comparing it takes.
///
/// The messages are held as bytes and read anew when their turn comes: what waits is then as large as it says.
struct ShadowCandidate: Sendable {
    let request: WireRequest
    let site: Site
    /// What the caller got.
    let answer: WireAnswer
    /// Whether the legacy endpoint gave it, and not the bridge in its place.
    let isOfLegacy: Bool
    /// How long the legacy endpoint took; nil when it was not asked.
    let legacyLatency: Duration?
    /// When the caller was answered.
    let answered: ContinuousClock.Instant
    let snapshot: BridgeSnapshot
    let parts: ShadowParts

    /// The context of the call, its message read anew from the bytes.
    var context: CallContext {
        CallContext(request: request, outline: MessageOutline(request), site: site)
    }

    /// About how much memory the candidate takes, bytes.
    var bytes: Int { Self.overhead + request.body.count + answer.body.count }

    private static let overhead = 2048
}
