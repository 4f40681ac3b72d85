import Glibc
import Logging
import NHSIdentifiers
import NIOCore
import RawHTTP
import SMSPContract
import ServiceLifecycle
import Simulators
import Testing
import XMLTree

@Suite("Legacy simulator: faults", .timeLimit(.minutes(10)))
struct LegacyFaultTests {
    private let call: LegacyCall

    init() throws {
        call = try LegacyCall(number: "9990000018", born: "19610409")
    }

    /// The bytes that come for one call, to the end of the connection, while `fault` is set.
    private func bytes(under fault: LegacyFault, version: String = "1.0") async throws -> [UInt8] {
        try await LegacyTesting.withSimulator(LegacyTesting.configuration(seed: 7)) { simulator, port in
            simulator.faults.set(fault)
            return try await RawConnection.open(port: port) { connection in
                var call = call
                call.version = version
                try await connection.send(call.bytes)
                return try await connection.rest()
            }
        }
    }

    /// The reply to one call while `fault` is set.
    private func reply(under fault: LegacyFault?) async throws -> RawAnswer {
        try await LegacyTesting.withSimulator(LegacyTesting.configuration(seed: 7)) { simulator, port in
            if let fault { simulator.faults.set(fault) }
            return try await RawConnection.open(port: port) { connection in
                try await connection.send(call.bytes)
                return try await connection.answer()
            }
        }
    }

    @Test("the answer comes later")
    func delay() async throws {
        let start = ContinuousClock.now
        let reply = try await reply(under: .delay(.milliseconds(200)))
        #expect(ContinuousClock.now - start >= .milliseconds(200))
        #expect(reply.body == (try await self.reply(under: nil)).body)
    }

    @Test("nothing comes for as long as the simulator hangs, and stopping it ends that")
    func hang() async throws {
        let simulator = LegacySimulator(people: try PDSTesting.people.get())
        simulator.faults.set(.hang)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await simulator.run() }
            let port = try await simulator.port
            try await RawConnection.open(port: port) { connection in
                try await connection.send(call.bytes)
                while simulator.traffic.inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
                group.cancelAll()
                let bytes = try await connection.rest()
                #expect(bytes == [])
            }
        }
    }

    @Test("a graceful stop does not wait for an answer that never comes")
    func hangGracefully() async throws {
        let simulator = LegacySimulator(people: try PDSTesting.people.get())
        simulator.faults.set(.hang)
        let group = ServiceGroup(services: [simulator], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await simulator.port
            try await RawConnection.open(port: port) { connection in
                try await connection.send(call.bytes)
                while simulator.traffic.inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
                await group.triggerGracefulShutdown()
                let bytes = try await connection.rest()
                #expect(bytes == [])
            }
            try await tasks.waitForAll()
        }
    }

    @Test("the connection is reset before a byte of the answer")
    func reset() async throws {
        try await LegacyTesting.withSimulator(LegacyTesting.configuration(seed: 7)) { simulator, port in
            simulator.faults.set(.reset)
            try await RawConnection.open(port: port) { connection in
                try await connection.send(call.bytes)
                #expect(try await connection.rest() == [])
                #expect((connection.error as? IOError)?.errnoCode == ECONNRESET)
            }
        }
    }

    @Test("the connection is cut half-way through the body")
    func cutMidBody() async throws {
        let length = try await reply(under: nil).body.count
        await #expect(throws: RawConnection.Failure.closedMidway(bodyBytes: length / 2, announced: length)) {
            try await reply(under: .cutMidBody)
        }
    }

    @Test("a page of HTML, or nothing, with any status", arguments: [200, 404, 502, 503])
    func otherBodies(_ status: Int) async throws {
        let page = try await reply(under: .html(status: status))
        #expect(page.status == status)
        #expect(page["Content-Type"] == "text/html")
        #expect(String(decoding: page.body, as: UTF8.self).hasPrefix("<html>"))
        let empty = try await reply(under: .empty(status: status))
        #expect(empty.status == status)
        #expect(empty["Content-Length"] == "0")
        #expect(empty.body == [])
    }

    @Test("a body that is no XML in a message that is whole")
    func garbageBody() async throws {
        let reply = try await reply(under: .garbageBody)
        #expect(reply.status == 200)
        #expect(reply["Content-Type"] == "text/xml")
        #expect(reply.body.count == 512)
        #expect(throws: XMLParseError.self) { try XMLDocument.parse(reply.body) }
    }

    @Test("bytes that are no HTTP, then the end")
    func garbageHead() async throws {
        let bytes = try await bytes(under: .garbageHead, version: "1.1")
        #expect(bytes.count == 512)
        #expect(!bytes.starts(with: Array("HTTP".utf8)))
    }

    @Test("a SOAP fault with HTTP 500")
    func soapFault() async throws {
        let reading = try LegacyReading(try await reply(under: .soapFault(.backendUnavailable)))
        #expect(reading.reply.status == 500)
        #expect(reading.errorCode == "2100")
    }

    @Test("the answer to somebody else's call")
    func crossed() async throws {
        let reading = try LegacyReading(try await reply(under: .crossed))
        #expect(reading.code == "SMSP-0000")
        #expect(reading.leaves.first == "id=9990000026")
    }

    @Test("the right answer in chunks, without a length")
    func chunked() async throws {
        let whole = try await reply(under: nil)
        let text = String(
            decoding: try await LegacyTesting.withSimulator(LegacyTesting.configuration(seed: 7)) { simulator, port in
                simulator.faults.set([LegacyFaultRule(.chunked)])
                return try await RawConnection.open(port: port) { connection in
                    try await connection.send(call.bytes)
                    return try await connection.until("\r\n0\r\n\r\n")
                }
            },
            as: UTF8.self
        )
        let headEnd = try #require(text.firstRange(of: "\r\n\r\n"))
        let head = text[..<headEnd.lowerBound]
        #expect(head.contains("\r\nTransfer-Encoding: chunked"))
        #expect(!head.contains("Content-Length"))
        var rest = text[headEnd.upperBound...]
        var body = ""
        while let lineEnd = rest.firstRange(of: "\r\n"), let size = Int(rest[..<lineEnd.lowerBound], radix: 16),
            size > 0
        {
            body += String(decoding: rest[lineEnd.upperBound...].utf8.prefix(size), as: UTF8.self)
            rest = Substring(rest[lineEnd.upperBound...].utf8.dropFirst(size + 2))
        }
        #expect(body.utf8.count > 2_000)
        #expect(Array(body.utf8) == whole.body)
    }

    @Test("a caller in HTTP/1.0 gets no chunks")
    func notChunked() async throws {
        let text = String(decoding: try await bytes(under: .chunked), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.0 200 OK\r\n"))
        #expect(text.contains("\r\nContent-Length: "))
        #expect(!text.contains("Transfer-Encoding"))
    }

    @Test("the connection ends with the answer")
    func closing() async throws {
        let text = String(decoding: try await bytes(under: .closing, version: "1.1"), as: UTF8.self)
        #expect(text.hasPrefix("HTTP/1.1 200 OK\r\n"))
        #expect(text.contains("\r\nConnection: close\r\n"))
        #expect(text.hasSuffix("</soap:Envelope>") || text.hasSuffix("</soap:Envelope>\n"))
    }

    @Test("the answer padded to a size is the same answer", arguments: [200_000, 900_000])
    func padded(_ size: Int) async throws {
        let whole = try await reply(under: nil)
        let padded = try await reply(under: .padded(bytes: size))
        #expect(padded.body.count == size)
        #expect(try XMLDocument.parse(padded.body) == XMLDocument.parse(whole.body))
    }

    @Test("calls of one operation, or about one number, and no others")
    func scopes() async throws {
        let number = try #require(NHSNumber("9990000026"))
        let statuses = try await LegacyTesting.withSimulator { simulator, port in
            simulator.faults.set([
                LegacyFaultRule(.html(status: 502), on: .operation(.verifyNHSNumber)),
                LegacyFaultRule(.html(status: 503), on: .person(number)),
            ])
            let calls = [
                try LegacyCall(number: "9990000018", born: "19610409"),
                try LegacyCall(.verifyNHSNumber, number: "9990000018", born: "19610409"),
                try LegacyCall(number: "9990000026", born: "19740115"),
            ]
            return try await RawConnection.open(port: port) { connection in
                var statuses: [Int] = []
                for call in calls {
                    try await connection.send(call.bytes)
                    statuses.append(try await connection.answer().status)
                }
                return statuses
            }
        }
        #expect(statuses == [200, 502, 503])
    }

    @Test("a share of calls is the same in every run, and another with another seed")
    func share() async throws {
        let calls = try (0..<60).map { index in
            try LegacyCall(number: "9990000018", born: "19610409", given: "Odalys \(index)", family: "Quillfeather")
        }
        func run(seed: UInt64) async throws -> [Int] {
            try await LegacyTesting.withSimulator { simulator, port in
                simulator.faults.set(.html(status: 500), .share(0.3, seed: seed))
                return try await RawConnection.open(port: port) { connection in
                    var statuses: [Int] = []
                    for call in calls {
                        try await connection.send(call.bytes)
                        statuses.append(try await connection.answer().status)
                    }
                    return statuses
                }
            }
        }
        let first = try await run(seed: 7)
        #expect(try await run(seed: 7) == first)
        #expect(try await run(seed: 8) != first)
        #expect(Set(first) == [200, 500])
    }

    @Test("the first attempt at every call, so that the same bytes succeed the next time")
    func firstAttempts() async throws {
        let other = try LegacyCall(number: "9990000026", born: "19740115")
        let statuses = try await LegacyTesting.withSimulator { simulator, port in
            simulator.faults.set(.html(status: 503), .firstAttempts(1))
            return try await RawConnection.open(port: port) { connection in
                var statuses: [Int] = []
                for call in [call, other, call, other] {
                    try await connection.send(call.bytes)
                    statuses.append(try await connection.answer().status)
                }
                return statuses
            }
        }
        #expect(statuses == [503, 503, 200, 200])
    }
}
