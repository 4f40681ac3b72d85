public import Glibc

/// The service manager that started the process, as systemd is: it is told of the process's state, and may have opened
/// sockets for it.
///
/// Both are read from the environment of the process, once, before other threads run.
///
/// - SeeAlso: sd_notify(3); sd_listen_fds(3).
public struct SystemdService: Sendable {
    /// The sockets that were opened for the process, by name; empty if there are none.
    public let sockets: [String: CInt]
    /// The time within which the manager expects a sign of life; nil if it expects none.
    public let watchdog: Duration?
    private let notices: NotifySocket?

    /// The first descriptor that is passed.
    private static let firstSocket: CInt = 3

    /// Reads the variables that the manager set; without them there is no manager.
    ///
    /// - Parameter process: the id of this process: what was meant for another is not taken.
    public init(environment: [String: String], process: CInt = getpid()) {
        notices = environment["NOTIFY_SOCKET"].flatMap(NotifySocket.init)
        func isMeant(_ variable: String) -> Bool { environment[variable].map { Int32($0) == process } ?? false }
        let microseconds = environment["WATCHDOG_USEC"].flatMap { Int64($0) }.flatMap { $0 > 0 ? $0 : nil }
        watchdog =
            environment["WATCHDOG_PID"] == nil || isMeant("WATCHDOG_PID")
            ? microseconds.map(Duration.microseconds) : nil
        guard isMeant("LISTEN_PID"), let count = environment["LISTEN_FDS"].flatMap({ CInt($0) }), count > 0 else {
            sockets = [:]
            return
        }
        let names = environment["LISTEN_FDNAMES"]?.split(separator: ":", omittingEmptySubsequences: false) ?? []
        var sockets: [String: CInt] = [:]
        for index in 0..<count {
            let descriptor = Self.firstSocket + index
            // Of a name that two sockets have, the first is taken.
            let name = Int(index) < names.count ? String(names[Int(index)]) : "unknown"
            // Programs that this one starts have nothing to do with it.
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            sockets[name] = sockets[name] ?? descriptor
        }
        self.sockets = sockets
    }

    /// The socket with a name, or the only one, if it has no name; nil if there is none.
    public func socket(named name: String) -> CInt? {
        sockets[name] ?? (sockets.count == 1 ? sockets["unknown"] : nil)
    }

    /// A state that the manager is told.
    public enum Notice: Sendable, Hashable {
        /// The service answers calls, at the start or again after a reload.
        case ready
        /// The service reads its files again.
        case reloading
        /// The service stops.
        case stopping
        /// The service is alive.
        case alive

        fileprivate var text: String {
            switch self {
            case .ready: "READY=1"
            case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(SystemdService.monotonicMicroseconds)"
            case .stopping: "STOPPING=1"
            case .alive: "WATCHDOG=1"
            }
        }
    }

    /// Tells the manager; nothing happens if there is none or it does not listen.
    public func tell(_ notice: Notice) {
        notices?.send(notice.text)
    }

    /// The time of the clock that the manager compares a reload with.
    private static var monotonicMicroseconds: Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1_000
    }
}
