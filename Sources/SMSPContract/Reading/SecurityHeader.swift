public import FoundationEssentials
import XMLTree

/// The `wsse:Security` header of a request: a timestamp and a user name without password.
///
/// - SeeAlso: Web Service Transport Requirements, WS-SEC-02 to WS-SEC-07, WS-SEC-16, table 7; decision D30.
enum SecurityHeader {
    /// By how much the two clocks may differ, seconds.
    static let skew: Double = 5 * 60

    /// Makes the checks that the profile and the connection call for.
    static func check(
        _ message: SOAPMessage,
        profile: SiteProfile,
        connection: ConnectionFacts,
        now: Date
    ) throws(SMSPFault) {
        let security = message.headers("Security", in: Namespace.security).first
        if (profile.timestamp ?? (connection.isEncrypted ? .enforce : .ignore)) == .enforce {
            guard let timestamp = security?.first("Timestamp", in: Namespace.securityUtility) else {
                throw .timestampMissing
            }
            try check(timestamp, now: now)
        }
        if let certificate = connection.certificate, (profile.username ?? .enforce) == .enforce {
            let token = security?.first("UsernameToken", in: Namespace.security)
            guard token?.first("Username", in: Namespace.security)?.text.trimmed == certificate.commonName ?? "" else {
                throw .usernameMismatch
            }
        }
    }

    /// A time of a `wsu:Timestamp`; nil when it is missing or none.
    fileprivate static func instant(_ name: String, in timestamp: XMLElement?) -> Date? {
        (timestamp?.first(name, in: Namespace.securityUtility)?.text.trimmed).flatMap(UTCTime.date(from:))
    }

    private static func check(_ timestamp: XMLElement, now: Date) throws(SMSPFault) {
        guard let created = instant("Created", in: timestamp), let expires = instant("Expires", in: timestamp),
            created <= expires
        else {
            throw .timestampUnreadable
        }
        guard now <= expires.addingTimeInterval(skew) else { throw .timestampExpired }
        guard created <= now.addingTimeInterval(skew) else { throw .timestampInFuture }
    }
}

extension SOAPMessage {
    /// `wsu:Expires`: when the message is no longer of use; nil when it does not say.
    public var expires: Date? {
        let security = headers("Security", in: Namespace.security).first
        return SecurityHeader.instant("Expires", in: security?.first("Timestamp", in: Namespace.securityUtility))
    }
}
