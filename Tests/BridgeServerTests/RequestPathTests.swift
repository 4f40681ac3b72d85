import Bridge
import RawHTTP
import SMSPContract
import Testing

/// The paths that parties on the way could read in different ways.
@Suite(.timeLimit(.minutes(10))) struct RequestPathTests {
    /// Targets that are refused.
    private static let ambiguous = [
        "/L/../S", "/L/./S", "/..", "/.", "/../S", "/L/..", "/L/%2e%2e/S", "/L/.%2E/S", "/%2e/S", "/L%2fS",
        "/L%2F..%2FS",
        "/L\\S", "/L\\..\\S", "/L/%5c../S", "/L/..;/S", "/L/..;x=y/S", "/L//..//S", "http://bridge/L/../S",
    ]

    @Test("a path that could be read in two ways is answered 400, and no call is made of it", arguments: ambiguous)
    func refused(_ target: String) async throws {
        try await TestListener.run { listener in
            for head in [
                "POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
                "GET \(target)?wsdl HTTP/1.1\r\nHost: a\r\n\r\n",
            ] {
                let answer = try await listener.exchange(head)
                #expect(answer.status == 400)
                #expect(answer.contains("\r\nConnection: close\r\n"))
            }
            #expect(listener.handler.refusals == [.ambiguousPath, .ambiguousPath])
            #expect(listener.handler.requests.isEmpty)
        }
    }

    @Test(
        "a run of slashes is one, and names with full stops are names",
        arguments: [
            ("//smsp", "/smsp"), ("/smsp//", "/smsp/"), ("http://bridge//smsp///pds", "/smsp/pds"), ("///", "/"),
            ("/a.b/...", "/a.b/..."), ("/.a/b..", "/.a/b.."), ("/a%20b", "/a%20b"), ("/a?x=/../%2e", "/a"),
        ]
    )
    func read(_ target: String, _ path: String) async throws {
        try await TestListener.run { listener in
            let head = "POST \(target) HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            let answer = try await listener.exchange(head)
            #expect(answer.status == 200)
            #expect(listener.handler.requests.map(\.path) == [path])
        }
    }

    @Test(
        "the admin listener refuses such a path as well",
        arguments: ["/api/../metrics", "/api/sites/A%2fB", "/healthz/..", "/api\\sites"]
    )
    func admin(_ target: String) async throws {
        let answer = try await TestAdmin.run { try await $0.ask("GET", target, token: "viewer") }
        #expect(answer.status == 400)
        #expect(answer.sentences == [ListenerRefusal.ambiguousPath.reason])
    }

    @Test("a site cannot have a path that no request has", arguments: ["/a/../b", "/a//b", "/%2e", "/a\\b"])
    func prefix(_ text: String) {
        #expect(PathPrefix(text) == nil)
    }
}
