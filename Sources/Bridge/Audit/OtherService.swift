import FoundationEssentials
import SMSPContract

/// A service other than the operations that a site's clients call on the URL of its legacy endpoint, such as
/// `getCPISRecord-v1-0`.
///
/// - SeeAlso: decision D66.
public struct OtherService: Sendable, Hashable, Codable {
    /// The `id` of the site.
    public let site: String
    /// The name of the service, with its version.
    public let name: String
    /// The time of the last call, UTC, RFC 3339.
    public let last: String

    /// A service of these parts.
    public init(site: String, name: String, last: String) {
        self.site = site
        self.name = name
        self.last = last
    }

    /// The time for which a call is remembered: a service that was not called in it is taken to be out of use.
    static let memory: TimeInterval = 30 * 86_400

    /// The day of the last call, `YYYY-MM-DD`.
    public var lastDay: String { String(last.prefix(10)) }
}

extension AuditJournal {
    /// The services other than the operations that sites have called in the 30 days before `now`.
    func otherServices(until now: Date) async throws(AuditUnavailable) -> [OtherService] {
        try await otherServices(since: now.addingTimeInterval(-OtherService.memory))
    }
}

extension CutoverChange {
    /// Refuses to retire a legacy endpoint whose other services are still called, unless the change is forced.
    func checkOtherServices(in audit: any AuditJournal, at now: Date) async throws(CutoverRefusal) {
        guard action == .retireLegacy, !isForced else { return }
        let services: [OtherService]
        do throws(AuditUnavailable) {
            services = try await audit.otherServices(until: now).filter { $0.site == site }
        } catch {
            throw CutoverRefusal(.failed, ["the audit cannot be read, so nothing was changed: \(error.reason)"])
        }
        guard services.isEmpty else {
            throw CutoverRefusal(
                .held,
                services.map {
                    "\(site) calls \($0.name) on its legacy endpoint, last on \($0.last): it would get fault 1000. "
                        + "Move it first, or retire with --force and a --reason"
                }
            )
        }
    }
}
