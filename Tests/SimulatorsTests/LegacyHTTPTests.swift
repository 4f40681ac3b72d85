import Logging
import RawHTTP
import SMSPContract
import ServiceLifecycle
import Simulators
import Testing
import XMLTree

@Suite("Legacy simulator: HTTP and refusals", .timeLimit(.minutes(10)))
struct LegacyHTTPTests {
    private let call: LegacyCall

    init() throws {
        call = try LegacyCall(number: "9990000018", born: "19610409")
    }

    /// The reading of the answer to other bytes.
    private func reading(of bytes: [UInt8], _ configuration: LegacyConfiguration? = nil) async throws -> LegacyReading {
        try await LegacyTesting.withSimulator(configuration) { _, port in
            try LegacyReading(
                try await RawConnection.open(port: port) { connection in
                    try await connection.send(bytes)
                    return try await connection.answer()
                }
            )
        }
    }

    @Test("a connection is kept in HTTP/1.1, and calls on it are answered in order")
    func keepAlive() async throws {
        let numbers = [("9990000018", "19610409"), ("9990000026", "19740115"), ("9990000034", "19640229")]
        let (ids, traffic) = try await LegacyTesting.withSimulator { simulator, port in
            let ids = try await RawConnection.open(port: port) { connection in
                for (number, born) in numbers {
                    try await connection.send(LegacyCall(number: number, born: born).bytes)
                }
                var ids: [String?] = []
                for _ in numbers { ids.append(try LegacyReading(try await connection.answer()).leaves.first) }
                return ids
            }
            return (ids, simulator.traffic)
        }
        #expect(ids == numbers.map { "id=\($0.0)" })
        #expect(traffic.connections == 1)
        #expect(traffic.requestCount == 3)
        #expect(traffic.operations == [.getPatientDetailsByNHSNumber: 3])
    }

    @Test("the connection ends after an answer in HTTP/1.0, or when the caller asks for it", arguments: ["1.0", "1.1"])
    func closes(_ version: String) async throws {
        var call = call
        call.version = version
        call.fields = [("Connection", version == "1.0" ? "keep-alive" : "close")]
        let bytes = try await LegacyTesting.withSimulator { [call] _, port in
            try await RawConnection.open(port: port) { connection in
                try await connection.send(call.bytes)
                return try await connection.rest()
            }
        }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("HTTP/\(version) 200 OK\r\nContent-Type: text/xml\r\nContent-Length: "))
        #expect(text.contains("\r\nConnection: close\r\n"))
        #expect(!text.contains("Transfer-Encoding"))
    }

    @Test("what arrives is kept byte for byte, out of its chunks too")
    func captured() async throws {
        var call = call
        call.path = "/RXX/smsp?a=%20b"
        call.fields = [("X-Odd-CASE", "one"), ("x-odd-case", "two")]
        let request = try await LegacyTesting.withSimulator { [call] simulator, port in
            _ = try await LegacyTesting.answer(to: call, port: port)
            let body = call.body
            let chunks =
                Array("POST /chunks HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
                + Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
            _ = try await RawConnection.open(port: port) { connection in
                try await connection.send(chunks)
                return try await connection.answer()
            }
            return simulator.traffic.requests
        }
        #expect(request.map(\.body) == [call.body, call.body])
        #expect(request.map(\.target) == ["/RXX/smsp?a=%20b", "/chunks"])
        #expect(request[0].method == "POST")
        #expect(
            request[0].fields.map(\.name)
                == ["Host", "Content-Type", "SOAPAction", "Content-Length", "X-Odd-CASE", "x-odd-case"]
        )
        #expect(request[0].fields.suffix(2).map(\.value) == ["one", "two"])
        #expect(request[0].operation == .getPatientDetailsByNHSNumber)
    }

    @Test("technical mistakes get a fault with HTTP 500")
    func faults() async throws {
        let text = String(decoding: call.body, as: UTF8.self)
        let mistakes = [
            ("<html>", "1000"), ("", "1000"),
            (text.replacing("schemas.xmlsoap.org/soap", with: "example.org/soap"), "1000"),
            (text.replacing("wsa:MessageID", with: "wsa:MessageName"), "1000"),
            (text.replacing("urn:nhs-en:profile:", with: "urn:other:profile:"), "1000"),
        ]
        for (body, errorCode) in mistakes {
            let reading = try await reading(of: call.bytes(of: Array(body.utf8)))
            #expect(reading.reply.status == 500)
            #expect(reading.reply["Content-Type"] == "text/xml")
            #expect(reading.errorCode == errorCode)
        }
    }

    @Test(
        "mistakes in the values get a code with HTTP 200",
        arguments: [
            ("9990000018", "999000001", "DEMOG-0042"), ("9990000018", "9990000019", "SMSP-0001"),
            ("19610409", "19610231", "SMSP-0001"), ("19610409", "196104", "SMSP-0001"),
            ("<Person.NHSNumber>", "<Person.Number>", "SMSP-0001"),
        ]
    )
    func codes(_ right: String, _ wrong: String, _ code: String) async throws {
        var text = String(decoding: call.body, as: UTF8.self).replacing(right, with: wrong)
        text = text.replacing(right.replacing("<", with: "</"), with: wrong.replacing("<", with: "</"))
        let reading = try await reading(of: call.bytes(of: Array(text.utf8)))
        #expect(reading.reply.status == 200)
        #expect(reading.code == code)
        #expect(reading.payload?.elements.count == 3)
    }

    @Test("the WSDL is given, other methods are not allowed")
    func otherMethods() async throws {
        try await LegacyTesting.withSimulator { _, port in
            try await RawConnection.open(port: port) { connection in
                try await connection.send(WireRequest(path: "/smsp/pds?wsdl"))
                let wsdl = try await connection.answer()
                #expect(wsdl.status == 200)
                #expect(String(decoding: wsdl.body, as: UTF8.self).contains("http://pds.test/smsp/pds"))
                try await connection.send(WireRequest(method: "PUT", path: "/smsp/pds"))
                let refused = try await connection.answer()
                #expect(refused.status == 405)
                #expect(refused["Allow"] == "POST, GET")
            }
        }
    }

    @Test("a body over the limit, and a head that is none, are refused in HTTP alone")
    func refused() async throws {
        var configuration = try LegacyTesting.configuration()
        configuration.requestBytes = 1_000
        let (long, broken) = try await LegacyTesting.withSimulator(configuration) { _, port in
            let long = try await RawConnection.open(port: port) { connection in
                try await connection.send(call.bytes)
                return try await connection.rest()
            }
            let broken = try await RawConnection.open(port: port) { connection in
                try await connection.send(Array("no such thing\r\n\r\n".utf8))
                return try await connection.rest()
            }
            return (String(decoding: long, as: UTF8.self), String(decoding: broken, as: UTF8.self))
        }
        #expect(long.hasPrefix("HTTP/1.1 413 "))
        #expect(broken.hasPrefix("HTTP/1.1 400 "))
    }

    @Test("told to stop, it finishes the answer under way and closes idle connections")
    func stops() async throws {
        let simulator = LegacySimulator(people: try PDSTesting.people.get())
        simulator.faults.set(.delay(.milliseconds(300)))
        let group = ServiceGroup(services: [simulator], logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            let port = try await simulator.port
            try await RawConnection.open(port: port) { idle in
                while simulator.traffic.openConnections == 0 { try await Task.sleep(for: .milliseconds(5)) }
                let busy = try await RawConnection.open(port: port) { busy in
                    try await busy.send(call.bytes)
                    while simulator.traffic.inFlight == 0 { try await Task.sleep(for: .milliseconds(5)) }
                    await group.triggerGracefulShutdown()
                    return String(decoding: try await busy.rest(), as: UTF8.self)
                }
                let rest = try await idle.rest()
                #expect(rest == [])
                #expect(busy.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(busy.contains("\r\nConnection: close\r\n"))
            }
            try await tasks.waitForAll()
        }
    }
}
