import StrictYAML
import Testing

@Suite("Defaults")
struct YAMLDefaultTests {
    @Test("a key that is not there has its default")
    func defaults() throws {
        let value = try Listener.load("listen: {}")
        #expect(value.at("timeout").duration == .seconds(4))
        #expect(value.at("listen").at("host").string == "0.0.0.0")
        #expect(value.at("listen").at("port").int == 8_443)
        #expect(value.at("listen").at("roles").elements.map(\.word) == ["view"])
        #expect(value.at("legacies").entries.isEmpty)
    }

    @Test("a mapping that is not there has the defaults of its keys")
    func nested() throws {
        let limits = try Listener.load("listen: {}").at("limits")
        #expect(limits.at("requestBytes").byteSize == 65_536)
        #expect(limits.at("share").double == 0.5)
        #expect(limits.at("perSecond").word == "none")
    }

    @Test("what the file says wins over a default")
    func written() throws {
        let value = try Listener.load("listen: { port: 0 }\nlimits: { perSecond: 5 }")
        #expect(value.at("listen").at("port").int == 0)
        #expect(value.at("limits").at("perSecond").int == 5)
    }

    @Test("an optional key that is not there is nil")
    func optional() throws {
        #expect(try Listener.load("listen: {}")["fhir"] == nil)
    }

    @Test("a default has the line of the mapping that lacks it")
    func line() throws {
        #expect(try Listener.load("\n\nlisten: {}").at("listen").at("port").line == 3)
    }
}
