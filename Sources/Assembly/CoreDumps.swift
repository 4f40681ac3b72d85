import Foundation

/// The process writes no core dump: its memory holds patient data.
package enum CoreDumps {
    /// Sets the limit on core files to nothing.
    package static func forbid() {
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    }
}
