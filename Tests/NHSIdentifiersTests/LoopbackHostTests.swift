import Foundation
import NHSIdentifiers
import Testing

@Suite struct LoopbackHostTests {
    @Test(
        "a host that reaches this machine only is loopback",
        arguments: ["localhost", "LocalHost", "::1", "[::1]", "127.0.0.1", "127.255.0.9"]
    )
    func accepts(_ host: String) {
        #expect(LoopbackHost.contains(host))
    }

    @Test(
        "a name that only begins like a loopback address is not one",
        arguments: [
            "127.example.nhs.uk", "127.0.0.1.example.nhs.uk", "localhost.example.nhs.uk", "127.0.0.256", "127.0.0",
            "127.0.0.+1", "127.0.0.1.", "127.", "128.0.0.1", "0.0.0.0", "::", "::2", "[::1", "",
        ]
    )
    func refuses(_ host: String) {
        #expect(!LoopbackHost.contains(host))
    }

    @Test("patient data goes over TLS, or to this machine")
    func protectedOrigins() {
        #expect(HTTPOrigin("https://pds.example.nhs.uk/FHIR/R4")?.isProtected == true)
        #expect(HTTPOrigin("http://127.0.0.1:9090/")?.isProtected == true)
        #expect(HTTPOrigin("http://[::1]?wsdl")?.isProtected == true)
        #expect(HTTPOrigin("http://127.example.nhs.uk/")?.isProtected == false)
    }

    @Test(
        "a text that is not an http or https URL has no origin",
        arguments: [
            "", "localhost", "ftp://localhost/", "http://", "http://user@localhost/", "http://localhost:/",
            "http://localhost:123456/", "http://[::1/", "http://[]/", "http://local host/", "https://a#b",
        ]
    )
    func noOrigin(_ url: String) {
        #expect(HTTPOrigin(url) == nil)
    }

    @Test("no other source decides which hosts are loopback")
    func oneRoom() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let sources = root.appending(path: "Sources")
        let files = FileManager.default.enumerator(atPath: sources.path)?.compactMap { $0 as? String } ?? []
        #expect(files.count > 100)
        let offenders = try files.filter { $0.hasSuffix(".swift") && !$0.hasPrefix("NHSIdentifiers/") }.filter { file in
            let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
            return text.contains("\"::1\"") || text.contains("\"127.\"") || text.contains("== \"localhost\"")
                || text.contains("/127(") || text.contains("/127\\")
        }
        #expect(offenders == [])
    }
}
