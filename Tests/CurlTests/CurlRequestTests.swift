import Curl
import Testing

/// Requests that must not be sent at all.
@Suite struct CurlRequestTests {
    private static func error(_ url: String, headers: [(String, String)] = []) async throws -> CurlError? {
        let pool = try CurlPool(CurlConfiguration())
        let request = CurlRequest(
            method: .get,
            url: url,
            headers: headers,
            deadline: .now + .seconds(2),
            responseLimit: 1000
        )
        var caught: CurlError?
        do throws(CurlError) {
            _ = try await pool.perform(request)
        } catch {
            caught = error
        }
        await pool.shutDown()
        return caught
    }

    @Test(
        "http goes to this machine only",
        arguments: [
            "http://pds.example.nhs.uk/", "http://127.example.nhs.uk/", "http://127.0.0.1.example.com/",
            "http://10.0.0.1/", "http://[::2]/",
        ]
    )
    func plainHTTP(_ url: String) async throws {
        #expect(try await Self.error(url) == .insecureURL)
    }

    @Test(
        "what is no http URL is refused",
        arguments: ["", "ftp://localhost/", "file:///etc/passwd", "https://user@host/", "localhost"]
    )
    func otherURLs(_ url: String) async throws {
        #expect(try await Self.error(url) == .invalidURL)
    }

    @Test(
        "a header cannot carry another one in it",
        arguments: [("X-A", "a\r\nX-B: b"), ("X-A\r\nX-B", "b"), ("X A", "b"), ("X-A", "a\0b")]
    )
    func injection(_ name: String, _ value: String) async throws {
        #expect(try await Self.error("http://127.0.0.1:9/", headers: [(name, value)]) == .invalidHeader)
    }

    @Test("nobody listening is told from an answer that was cut")
    func nobodyListening() async throws {
        guard case .couldNotConnect = try await Self.error("http://127.0.0.1:9/") else {
            Issue.record("not couldNotConnect")
            return
        }
    }
}
