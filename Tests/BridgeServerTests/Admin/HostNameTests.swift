import RawHTTP
import Testing

/// The names by which the admin listener may be called.
@Suite(.timeLimit(.minutes(10))) struct HostNameTests {
    @Test(
        "a Host that only begins like a name of this machine is that of another",
        arguments: [
            "[::1].example", "[::1]x", "[::1]:80.example", "[::1", "[::1]:80:80", "127.0.0.1:80.example", "localhost:x",
            "127.0.0.1.example", "localhost.example:80", "", ":80",
        ]
    )
    func others(_ host: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/sites", token: "viewer", host: host) }
        #expect(answer.status == 421)
    }

    @Test(
        "names of this machine are accepted, with and without a port",
        arguments: ["[::1]", "[::1]:80", "[::1]:", "127.0.0.1", "127.0.0.1:8081", "LocalHost:80"]
    )
    func own(_ host: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", "/api/sites", token: "viewer", host: host) }
        #expect(answer.status == 200)
    }

    @Test("a second Host is refused, also one that says the same", arguments: ["evil.example", "127.0.0.1"])
    func second(_ host: String) async throws {
        let answer = try await TestAdmin.run {
            try await $0.ask("GET", "/api/sites", token: "viewer", headers: ["Host: \(host)"])
        }
        #expect(answer.status == 400)
    }
}
