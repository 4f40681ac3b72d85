import Assembly
import Bridge
import Testing

/// The limit of open files against what the configuration allows.
@Suite struct OpenFilesTests {
    private static func limits(concurrentRequests: Int) -> SMSPListenerLimits {
        SMSPListenerLimits(
            requestBytes: 1,
            headBytes: 1,
            headFields: 1,
            concurrentRequests: concurrentRequests,
            headerTimeout: .zero,
            bodyTimeout: .zero,
            idleTimeout: .zero,
            drain: .zero
        )
    }

    @Test("too few open files are told with the number that would do, or with the requests that would fit")
    func shortage() throws {
        let limits = Self.limits(concurrentRequests: 100)
        // A socket for each of eight connections to a request, another to a backend, and some files.
        #expect(OpenFiles.shortage(of: 964, for: limits) == nil)
        let shortage = try #require(OpenFiles.shortage(of: 963, for: limits))
        #expect(shortage.needed == 964)
        #expect(shortage.advice == "LimitNOFILE=964 (ulimit -n), or limits.concurrentRequests: 99")
        #expect(OpenFiles.shortage(of: 963, for: Self.limits(concurrentRequests: 99)) == nil)
        #expect(OpenFiles.shortage(of: 10, for: limits)?.advice.hasSuffix("concurrentRequests: 1") == true)
    }
}
