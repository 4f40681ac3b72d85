import Foundation
import RawHTTP
import SMSPContract
import Simulators
import Testing

/// Bytes on a connection that are no call, or two to different readers: what the real program makes of them, whichever
/// backend the site's calls go to.
@Suite struct HostileConnectionTests {
    /// One input and the HTTP status that it gets.
    private struct Hostile: Sendable {
        let name: String
        let bytes: String
        var status = 400
    }

    /// A `POST` to `path` of these header lines and this body.
    private static func post(
        _ path: String,
        _ headers: String...,
        version: String = "1.1",
        end: String = "\r\n",
        body: String = ""
    ) -> String {
        let lines = ["POST \(path) HTTP/\(version)", "Host: bridge", "Connection: close"] + headers + [""]
        return lines.map { $0 + end }.joined() + body
    }

    private static func inputs(_ path: String) -> [Hostile] {
        let hidden = "POST \(path) HTTP/1.1\r\nHost: bridge\r\nContent-Length: 0\r\n\r\n"
        let chunked = "Transfer-Encoding: chunked"
        func length(_ text: String) -> Hostile {
            Hostile(name: "length \(text)", bytes: post(path, "Content-Length: \(text)", body: "abc"))
        }
        func encoding(_ text: String) -> Hostile {
            Hostile(name: "encoding \(text)", bytes: post(path, "Transfer-Encoding: \(text)", body: "0\r\n\r\n"))
        }
        return ["3, 3", "+3", "-1", "0x03", "3 3", "3;q=1", "", "99999999999999999999999"].map(length)
            + ["identity", "xchunked", "chunked, identity", "gzip, chunked", "chunked, chunked", "\u{B}chunked"]
            .map(encoding)
            + [
                Hostile(
                    name: "length and chunks, a call hidden behind them",
                    bytes: post(path, "Content-Length: 5", chunked, body: "0\r\n\r\n" + hidden)
                ),
                Hostile(
                    name: "chunks and length, a call hidden behind them",
                    bytes: post(path, chunked, "Content-Length: 5", body: "0\r\n\r\n" + hidden)
                ),
                Hostile(
                    name: "two lengths",
                    bytes: post(path, "Content-Length: 0", "Content-Length: \(hidden.utf8.count)", body: hidden)
                ),
                Hostile(name: "two encodings", bytes: post(path, chunked, chunked, body: "0\r\n\r\n")),
                Hostile(name: "chunks to HTTP/1.0", bytes: post(path, chunked, version: "1.0", body: "0\r\n\r\n")),
                Hostile(name: "a chunk of another length", bytes: post(path, chunked, body: "3\r\nabcd\r\n0\r\n\r\n")),
                Hostile(name: "a chunk's bare line feed", bytes: post(path, chunked, body: "3\nabc\r\n0\r\n\r\n")),
                Hostile(name: "an endless chunk length", bytes: post(path, chunked, body: "fffffffffffffffff\r\nabc")),
                Hostile(name: "a negative chunk length", bytes: post(path, chunked, body: "-1\r\nabc")),
                Hostile(name: "a folded line", bytes: post(path, "A: b", " c", "Content-Length: 0")),
                Hostile(name: "a space before the colon", bytes: post(path, "Content-Length : 3", body: "abc")),
                Hostile(name: "a NUL in a field", bytes: post(path, "A: b\0c", "Content-Length: 0")),
                Hostile(name: "a bare carriage return", bytes: post(path, "A: b\rc", "Content-Length: 0")),
                Hostile(name: "a field without name", bytes: post(path, ": b", "Content-Length: 0")),
                Hostile(name: "line feeds in HTTP/1.1", bytes: post(path, "Content-Length: 0", end: "\n")),
                Hostile(
                    name: "both line ends in one HTTP/1.0 head",
                    bytes: "POST \(path) HTTP/1.0\nHost: a\r\nContent-Length: 3\n\nabc"
                ),
                Hostile(name: "HTTP/1.2", bytes: post(path, "Content-Length: 0", version: "1.2")),
                Hostile(name: "HTTP/2's preface", bytes: "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
                Hostile(name: "TLS's hello", bytes: "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{3}\u{3}\r\n\r\n"),
                Hostile(
                    name: "300 fields",
                    bytes: post(path, (0..<300).map { "X-\($0): a" }.joined(separator: "\r\n")),
                    status: 431
                ),
                Hostile(
                    name: "a field of 100 KB",
                    bytes: post(path, "X: " + String(repeating: "a", count: 102_400)),
                    status: 431
                ),
                Hostile(name: "a body of no length", bytes: post(path, body: "abc"), status: 411),
                Hostile(name: "a length over the limit", bytes: post(path, "Content-Length: 104857600"), status: 413),
                Hostile(
                    name: "DELETE",
                    bytes: "DELETE \(path) HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
                    status: 405
                ),
                Hostile(
                    name: "CONNECT",
                    bytes: "CONNECT bridge:443 HTTP/1.1\r\nHost: bridge\r\nConnection: close\r\n\r\n",
                    status: 405
                ),
            ]
    }

    /// The statuses in everything that comes back for `bytes`, until the bridge ends the connection.
    private static func statuses(_ bytes: String, port: Int) async throws -> [Int] {
        let all = try await RawConnection.open(port: port) { connection in
            try await connection.send(Array(bytes.utf8))
            return try await connection.rest()
        }
        return String(decoding: all, as: UTF8.self).matches(of: /HTTP\/1\.[01] ([0-9]{3})/).compactMap { Int($0.1) }
    }

    @Test("a hostile body on a route to legacy is the endpoint's to judge: it gets what it gets there")
    func bodiesToLegacy() async throws {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        var configuration = LegacyConfiguration()
        configuration.seed = 7
        let different = try await LegacySimulator(people: people, configuration: configuration).whileRunning { legacy in
            let port = try await legacy.port
            return try await RunningBridge.running(
                sites: "- { id: A, ods: RXA, legacy: central }\n",
                more: ["legacies: { central: { url: \"http://127.0.0.1:\(port)/smsp/pds\" } }"]
            ) { bridge, _ in
                let direct = try SMSPCaller(port: port, path: "/smsp/pds")
                let bridged = try SMSPCaller(port: bridge.port)
                var different: [String] = []
                // What is over limits.requestBytes is refused in front of any site (D58).
                for input in HostileInputTests.inputs where input.message.count < 64 << 10 {
                    let expected = try await direct.send(input.message, soapAction: input.soapAction)
                    let answer = try await bridged.send(input.message, soapAction: input.soapAction)
                    if answer.status != expected.status || answer.body != expected.body { different.append(input.name) }
                }
                return different
            }.value
        }
        #expect(different == [])
    }

    @Test(
        "is refused once and for all, the next call on a new connection is answered, and memory stays as it is",
        arguments: ["/legacy", "/fhir"]
    )
    func refused(_ path: String) async throws {
        let people = try SyntheticPeople(contentsOf: BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path)
        let (found, growth) = try await LegacySimulator(people: people).whileRunning { legacy in
            let url = "http://127.0.0.1:\(try await legacy.port)/smsp/pds"
            return try await RunningBridge.running(
                fhir: ["requestsPerSecond: 10000", "timeout: 20s"],
                limits: "{ deadline: 30s, idleTimeout: 5s }",
                sites: """
                    - { id: A, ods: RXA, identify: { path: /legacy }, legacy: central }
                    - { id: B, ods: RXB, identify: { path: /fhir } }

                    """,
                more: ["legacies: { central: { url: \"\(url)\" } }"]
            ) { bridge, _ in
                let inputs = Self.inputs(path)
                let caller = try SMSPCaller(port: bridge.port, inFlight: 1, path: path)
                var found: [String] = []
                func round() async throws {
                    for input in inputs {
                        let statuses = try await Self.statuses(input.bytes, port: bridge.port)
                        if statuses != [input.status] { found.append("\(input.name): \(statuses)") }
                        let next = try await caller.ask(.verifyNHSNumber, "9990000018", born: "19610409")
                        if next.code != "SMSP-0000" { found.append("the call after \(input.name)") }
                    }
                }
                // What is built up once, by the first calls of each kind, is no leak.
                for _ in 0..<2 { try await round() }
                let before = try bridge.memory
                for _ in 0..<8 { try await round() }
                return (found, try bridge.memory - before)
            }.value
        }
        #expect(Set(found).sorted() == [])
        #expect(growth < 8 << 20, "\(growth) bytes more")
    }
}
