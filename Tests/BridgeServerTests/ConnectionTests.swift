import Bridge
import RawHTTP
import SMSPContract
import Testing

@Suite(.timeLimit(.minutes(10))) struct ConnectionTests {
    @Test("a connection is kept for one request after another")
    func kept() async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            for body in ["abc", "", "de"] {
                try await connection.send(.post(body))
                let answer = try await connection.answer().text
                #expect(answer.hasSuffix("\r\n\r\n" + body))
                #expect(!answer.contains("Connection: close"))
            }
            #expect(!connection.isEnded)
        }
    }

    @Test("a client that wants its connection ended has it ended")
    func ended() async throws {
        try await TestListener.run { listener in
            let answer = try await listener.exchange(.post("abc", "Connection: close"))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("a connection with an offer to upgrade ends after its answer, which is HTTP/1.1")
    func upgrade() async throws {
        try await TestListener.run { listener in
            let offer = ["Connection: Upgrade, HTTP2-Settings", "Upgrade: h2c", "HTTP2-Settings: AAEAAEAA"]
            let answer = try await listener.exchange(.post("abc", offer.joined(separator: "\r\n")))
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
            #expect(answer.contains("\r\nConnection: close\r\n"))
        }
    }

    @Test("line ends between requests are passed over")
    func lineEnds() async throws {
        try await TestListener.run { listener in
            let connection = try await listener.connect()
            try await connection.send("\r\n" + .post("a") + "\r\n")
            #expect(try await connection.answer().text.hasSuffix("\r\n\r\na"))
            try await connection.send(.post("b"))
            #expect(try await connection.answer().text.hasSuffix("\r\n\r\nb"))
        }
    }

    @Test("pipelined requests are answered in order, one at a time")
    func pipelined() async throws {
        let (gate, opener) = AsyncStream.makeStream(of: Void.self)
        let handler = ScriptedHandler { request in
            for await _ in gate { break }
            return .soap(request.body, status: 200)
        }
        try await TestListener.run(handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("1") + .post("2") + .post("3"))
            for (index, body) in ["1", "2", "3"].enumerated() {
                try await eventually { handler.requests.count == index + 1 }
                try await Task.sleep(for: .milliseconds(50))
                #expect(handler.requests.count == index + 1)
                opener.yield()
                #expect(try await connection.answer().text.hasSuffix("\r\n\r\n" + body))
            }
        }
    }

    @Test("a pipelined request may take longer than a connection may be idle")
    func slowPipelined() async throws {
        let handler = ScriptedHandler { request in
            try? await Task.sleep(for: request.body == [UInt8(ascii: "2")] ? .seconds(1) : .zero)
            return .soap(request.body, status: 200)
        }
        try await TestListener.run(limits: .test(idle: .milliseconds(200)), handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("1") + .post("2"))
            #expect(try await connection.answer().text.hasSuffix("\r\n\r\n1"))
            #expect(try await connection.answer().text.hasSuffix("\r\n\r\n2"))
        }
    }

    @Test("a client that leaves has the making of its answer cancelled")
    func leaves() async throws {
        let handler = ScriptedHandler { _ in
            try? await Task.sleep(for: .seconds(3600))
            return .soap([], status: 200)
        }
        try await TestListener.run(handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("abc"))
            try await eventually { handler.requests.count == 1 }
            try await connection.close()
            try await eventually { handler.cancelled == 1 }
        }
    }

    @Test("a client that ends its side before it has its answer is taken to have left")
    func halfClosed() async throws {
        let handler = ScriptedHandler { _ in
            try? await Task.sleep(for: .seconds(3600))
            return .soap([], status: 200)
        }
        try await TestListener.run(handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.send(.post("abc"))
            try await eventually { handler.requests.count == 1 }
            try await connection.endOutput()
            #expect(try await connection.restText() == "")
            try await eventually { handler.cancelled == 1 }
        }
    }

    @Test("a client that takes its time gets a long last answer whole")
    func slowReader() async throws {
        let length = 12 * 1024 * 1024
        let handler = ScriptedHandler { _ in
            .soap(Array(repeating: UInt8(ascii: "a"), count: length), status: 200)
        }
        try await TestListener.run(handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.setReading(false)
            try await connection.send(.post("abc", "Connection: close"))
            try await Task.sleep(for: .milliseconds(2500))
            try await connection.setReading(true)
            #expect(try await connection.restText().utf8.count > length)
        }
    }

    @Test("a client that asks and asks and reads nothing is cut off")
    func neverReads() async throws {
        let handler = ScriptedHandler { _ in
            .soap(Array(repeating: UInt8(ascii: "a"), count: 1024 * 1024), status: 200)
        }
        try await TestListener.run(handler: handler) { listener in
            let connection = try await listener.connect()
            try await connection.setReading(false)
            await #expect(throws: (any Error).self) {
                for _ in 0..<400 {
                    try await connection.send(.post("abc"))
                    try await Task.sleep(for: .milliseconds(5))
                }
            }
            #expect(handler.requests.count < 100)
        }
    }

    @Test("200 connections at once each get their own answer")
    func many() async throws {
        try await TestListener.run { listener in
            let answers = try await withThrowingTaskGroup(of: Bool.self) { group in
                for number in 0..<200 {
                    group.addTask {
                        let connection = try await listener.connect()
                        try await connection.send(.post("number \(number)"))
                        let isOwn = try await connection.answer().text.hasSuffix(
                            "\r\n\r\nnumber \(number)"
                        )
                        try await connection.close()
                        return isOwn
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count { $0 } == 200)
        }
    }
}
