import Foundation
import Systemd
import Testing

/// What the process is handed by a service manager, and what it tells it.
@Suite struct SystemdServiceTests {
    /// A datagram socket of the test's own, at a path or at an abstract name.
    private final class Manager {
        let name: String
        private let descriptor: CInt

        init(isAbstract: Bool) throws {
            let path = FileManager.default.temporaryDirectory.appending(path: "notify-\(UUID().uuidString)").path
            name = isAbstract ? "@smsp-bridge-\(UUID().uuidString)" : path
            descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue), 0)
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            var bytes = Array(name.utf8)
            if isAbstract { bytes[0] = 0 }
            unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: bytes) }
            let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
            let bound = unsafe withUnsafePointer(to: &address) { address in
                unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(descriptor, $0, length)
                }
            }
            try #require(bound == 0)
        }

        deinit {
            close(descriptor)
            _ = unsafe unlink(name)
        }

        /// The next notice, which was sent before.
        func next() -> String? {
            var buffer = [UInt8](repeating: 0, count: 512)
            let count = unsafe recv(descriptor, &buffer, buffer.count, CInt(MSG_DONTWAIT))
            return count < 0 ? nil : String(decoding: buffer.prefix(count), as: UTF8.self)
        }
    }

    @Test("the manager is told of each state, at a path or an abstract name", arguments: [false, true])
    func notices(_ isAbstract: Bool) throws {
        let manager = try Manager(isAbstract: isAbstract)
        let service = SystemdService(environment: ["NOTIFY_SOCKET": manager.name])
        for notice in [SystemdService.Notice.ready, .alive, .stopping, .reloading] { service.tell(notice) }
        #expect(manager.next() == "READY=1")
        #expect(manager.next() == "WATCHDOG=1")
        #expect(manager.next() == "STOPPING=1")
        #expect(try #require(manager.next()).wholeMatch(of: /RELOADING=1\nMONOTONIC_USEC=[0-9]+/) != nil)
        #expect(manager.next() == nil)
    }

    @Test("without a manager, or with one that is gone, telling it is nothing")
    func nobody() {
        SystemdService(environment: [:]).tell(.ready)
        SystemdService(environment: ["NOTIFY_SOCKET": "/nowhere/notify"]).tell(.ready)
        SystemdService(environment: ["NOTIFY_SOCKET": String(repeating: "/x", count: 200)]).tell(.ready)
    }

    @Test("sockets are taken by name, if they are meant for this process")
    func sockets() {
        // Descriptors that are not open: the names alone are of interest.
        func names(_ environment: [String: String]) -> [String: CInt] {
            SystemdService(environment: environment, process: 77).sockets
        }
        #expect(names([:]) == [:])
        #expect(
            names(["LISTEN_PID": "77", "LISTEN_FDS": "2", "LISTEN_FDNAMES": "smsp:other"]) == ["smsp": 3, "other": 4]
        )
        #expect(names(["LISTEN_PID": "77", "LISTEN_FDS": "1"]) == ["unknown": 3])
        #expect(names(["LISTEN_PID": "78", "LISTEN_FDS": "1", "LISTEN_FDNAMES": "smsp"]) == [:])
        #expect(names(["LISTEN_FDS": "1", "LISTEN_FDNAMES": "smsp"]) == [:])
        #expect(names(["LISTEN_PID": "77", "LISTEN_FDS": "none"]) == [:])
    }

    @Test("the watchdog's time is that of this process")
    func watchdog() {
        func time(_ environment: [String: String]) -> Duration? {
            SystemdService(environment: environment, process: 77).watchdog
        }
        #expect(time([:]) == nil)
        #expect(time(["WATCHDOG_USEC": "30000000"]) == .seconds(30))
        #expect(time(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "77"]) == .seconds(30))
        #expect(time(["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "78"]) == nil)
        #expect(time(["WATCHDOG_USEC": "0"]) == nil)
    }
}
