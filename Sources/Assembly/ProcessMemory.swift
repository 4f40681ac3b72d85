import CLinux
import Foundation

/// The memory of the process, which holds patient data and keys: nothing writes it to a file or a terminal.
package enum ProcessMemory {
    /// The settings of Swift's backtracer, behind those of the environment: the report of a crash has no values.
    ///
    /// Reports in JSON have registers and memory in spite of the first.
    private static let backtracer = "registers=none,format=text,interactive=no"

    /// Forbids core files, registers and memory in reports of crashes, and files of TLS keys.
    ///
    /// The first thing that the program does: it starts the program again, once, because the backtracer reads its settings
    /// before any code of the program runs.
    package static func protect() {
        limitBacktracer()
        // libcurl would write the keys of its connections to this file.
        unsafe unsetenv("SSLKEYLOGFILE")
        var none = rlimit(rlim_cur: 0, rlim_max: 0)
        unsafe setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
        // The limit does not hold where the kernel pipes cores to a program.
        _ = clinux_forbid_dumps()
    }

    private static func limitBacktracer() {
        let earlier = ProcessInfo.processInfo.environment["SWIFT_BACKTRACE"] ?? ""
        guard !earlier.hasSuffix(backtracer) else { return }
        let settings = earlier.isEmpty ? backtracer : earlier + "," + backtracer
        if unsafe setenv("SWIFT_BACKTRACE", settings, 1) == 0,
            let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        {
            let arguments: [UnsafeMutablePointer<CChar>?] =
                unsafe CommandLine.arguments.map { unsafe strdup($0) } + [nil]
            unsafe execv(program, arguments)
        }
        // The program cannot be started again, and crashes without a report.
        for signal in [SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGQUIT, SIGSEGV, SIGTRAP] {
            _ = Foundation.signal(signal, SIG_DFL)
        }
    }
}
