import Conformance
import Testing

/// The URLs that a conformance run accepts.
@Suite struct EndpointAddressTests {
    @Test("the parts of a URL: port by scheme, path and query as written, an IPv6 host without brackets")
    func parts() throws {
        let plain = try #require(EndpointAddress("http://[::1]/smsp?a=%20b"))
        #expect(plain.url == "http://[::1]/smsp?a=%20b")
        #expect(!plain.isEncrypted)
        #expect(try #require(EndpointAddress("HTTPS://smsp.example.nhs.uk")).isEncrypted)
    }

    @Test(
        "what is no http or https URL is refused",
        arguments: ["", "smsp", "ftp://a/", "http://", "http://u@a/", "http://a/#b"]
    )
    func refused(_ text: String) {
        #expect(EndpointAddress(text) == nil)
    }

    @Test(
        "patient data may go over TLS, and without it to this machine only",
        arguments: [
            ("https://smsp.example.nhs.uk/", true), ("http://127.0.0.1:8080/", true), ("http://localhost/", true),
            ("http://[::1]/", true), ("http://smsp.example.nhs.uk/", false), ("http://127.example.nhs.uk/", false),
        ]
    )
    func isProtected(_ url: String, _ isProtected: Bool) throws {
        #expect(try #require(EndpointAddress(url)).isProtected == isProtected)
    }
}
