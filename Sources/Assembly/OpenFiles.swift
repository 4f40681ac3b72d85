package import Bridge
import Foundation
package import Logging

/// The limit of open files and sockets of the process.
package enum OpenFiles {
    /// What is open besides connections: files, databases, the listeners, the library's own.
    private static let others = 64

    /// Raises the limit as far as the process may, and warns if the configuration allows more than that.
    ///
    /// Each caller takes a socket, and each call to a backend another.
    package static func raiseLimit(for limits: SMSPListenerLimits, logger: Logger) {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
        guard let shortage = shortage(of: Int(clamping: limit.rlim_max), for: limits) else { return }
        logger.warning(
            "open files",
            metadata: ["limit": "\(limit.rlim_max)", "needed": "\(shortage.needed)", "advice": "\(shortage.advice)"]
        )
    }

    /// What the limits need and what to do about it, if so many open files are too few; nil if they suffice.
    package static func shortage(of files: Int, for limits: SMSPListenerLimits) -> (needed: Int, advice: String)? {
        let needed = limits.connections + limits.concurrentRequests + others
        guard files < needed else { return nil }
        let fitting = max(1, (files - others) * limits.concurrentRequests / (needed - others))
        return (needed, "LimitNOFILE=\(needed) (ulimit -n), or limits.concurrentRequests: \(fitting)")
    }
}
