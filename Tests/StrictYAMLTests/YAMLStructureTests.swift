import StrictYAML
import Testing

@Suite("Lists, mappings and alternatives")
struct YAMLStructureTests {
    private static func problems(_ text: String, _ shape: YAMLShape) -> [String] {
        printed { () throws(YAMLProblems) in _ = try YAMLDocument.load(text, file: "f.yaml", shape: shape) }
    }

    @Test("a list keeps its order and gives its elements their lines and paths")
    func list() throws {
        let shape = YAMLShape.list(of: .mapping([YAMLKey("id", .string(), .required, "The id.")]))
        let sites = try YAMLDocument.load("- id: RXX\n\n- id: RYY\n", file: "sites.yaml", shape: shape).elements
        #expect(sites.map { $0.at("id").string } == ["RXX", "RYY"])
        #expect(sites.map(\.line) == [1, 3])
        #expect(sites.map { $0.at("id").path } == ["[0].id", "[1].id"])
    }

    @Test("a list of another length is refused", arguments: ["[]", "[a, b, c]"])
    func count(_ text: String) {
        #expect(
            Self.problems(text, .list(of: .string(), count: 1...2)).first?
                .contains("document: is not a list with a length from 1 to 2") == true
        )
    }

    @Test("a dictionary takes any key, keeps the order of the file and checks the values")
    func dictionary() throws {
        let shape = YAMLShape.dictionary(of: .integer(0...9))
        let value = try YAMLDocument.load("b: 1\n012: 2\n", file: "f.yaml", shape: shape)
        #expect(value.entries.map(\.key) == ["b", "012"])
        #expect(value["012"]?.int == 2)
        #expect(value["c"] == nil)
        #expect(
            Self.problems("b: 1\nc: x\n", shape)
                == ["f.yaml:2: c: is not a whole number from 0 to 9 (got x). Try: 1"]
        )
    }

    @Test("a mapping's entries are those that are there, in the order of the shape")
    func entries() throws {
        let limits = try Listener.load("listen: {}\nlimits: { perSecond: 5, share: 0.25 }").at("limits")
        #expect(limits.entries.map(\.key) == ["requestBytes", "share", "perSecond"])
    }

    private static let state = YAMLShape.oneOf([
        .choice(["legacy", "fhir"]), .mapping([YAMLKey("canary", .integer(1...50), .required, "The share.")]),
    ])

    @Test("the alternative that fits is taken")
    func alternatives() throws {
        let shape = YAMLShape.dictionary(of: Self.state)
        let value = try YAMLDocument.load("a: fhir\nb: { canary: 5 }\n", file: "cutover.yaml", shape: shape)
        #expect(value["a"]?.word == "fhir")
        #expect(value["b"]?.word == nil)
        #expect(value["b"]?.at("canary").int == 5)
    }

    @Test("of alternatives, the one of the value's own kind tells the problem")
    func alternativeProblem() {
        #expect(
            Self.problems("{ canary: 70 }", Self.state) == [
                "f.yaml:1: canary: is not a whole number from 1 to 50 (got 70). Try: 50"
            ]
        )
        #expect(
            Self.problems("canary", Self.state) == [
                "f.yaml:1: document: is not one of legacy, fhir or a mapping (got canary). "
                    + "Try: legacy, fhir, or the keys canary"
            ]
        )
    }
}
