import Foundation

/// The limit of open files and sockets of the process.
package enum OpenFiles {
    /// Raises the limit as far as the process may: each caller takes a socket, and each call to a backend another.
    package static func raiseLimit() {
        var limit = rlimit()
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(resource, &limit) == 0 else { return }
        limit.rlim_cur = limit.rlim_max
        unsafe setrlimit(resource, &limit)
    }
}
