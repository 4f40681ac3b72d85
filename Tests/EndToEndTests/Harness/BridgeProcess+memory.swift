import Foundation
import Testing

extension BridgeProcess {
    /// The memory that the process has in use, in bytes.
    var memory: Int {
        get throws {
            let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
            let kilobytes = status.firstMatch(of: /VmRSS:\s+([0-9]+) kB/).flatMap { Int($0.1) }
            return try #require(kilobytes) * 1024
        }
    }
}
