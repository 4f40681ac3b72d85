import Glibc

/// The socket on which a service manager takes notices: a file, or a name in the kernel's abstract space.
struct NotifySocket: Sendable {
    private let address: [UInt8]

    /// The socket of `NOTIFY_SOCKET`; nil for a text that names none.
    init?(_ name: String) {
        var path = Array(name.utf8)
        // An abstract name is written with an at sign for the leading NUL.
        if path.first == UInt8(ascii: "@") { path[0] = 0 }
        guard path.count > 1, path[0] == 0 || path[0] == UInt8(ascii: "/"),
            path.count < MemoryLayout.size(ofValue: sockaddr_un().sun_path)
        else { return nil }
        address = path
    }

    /// Sends one notice, without waiting for the manager.
    func send(_ text: String) {
        let descriptor = socket(AF_UNIX, CInt(SOCK_DGRAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        var target = sockaddr_un()
        target.sun_family = sa_family_t(AF_UNIX)
        unsafe withUnsafeMutableBytes(of: &target.sun_path) { unsafe $0.copyBytes(from: address) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + address.count)
        unsafe withUnsafePointer(to: &target) { target in
            unsafe target.withMemoryRebound(to: sockaddr.self, capacity: 1) { target in
                let bytes = Array(text.utf8)
                _ = unsafe sendto(descriptor, bytes, bytes.count, CInt(MSG_NOSIGNAL), target, length)
            }
        }
    }
}
