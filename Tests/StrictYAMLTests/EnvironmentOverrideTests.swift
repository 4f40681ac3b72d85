import StrictYAML
import Testing

@Suite("Overrides from the environment")
struct EnvironmentOverrideTests {
    @Test("a variable wins over the file")
    func overFile() throws {
        let value = try Listener.load("listen: { port: 1 }", ["SMSP_BRIDGE_LISTEN_PORT": "2"])
        #expect(value.at("listen").at("port").int == 2)
    }

    @Test("a variable wins over a default, also of a mapping that is not there")
    func overDefault() throws {
        let value = try Listener.load("listen: {}", ["SMSP_BRIDGE_LIMITS_REQUEST_BYTES": "1MiB"])
        #expect(value.at("limits").at("requestBytes").byteSize == 1_048_576)
        #expect(value.at("limits").at("share").double == 0.5)
    }

    @Test("a variable makes an optional mapping, whose required keys are then required")
    func makesMapping() throws {
        let value = try Listener.load("listen: {}", ["SMSP_BRIDGE_FHIR_BASE_URL": "https://pds.example"])
        #expect(value["fhir"]?.at("baseURL").string == "https://pds.example")
        #expect(
            Listener.problems("listen: {}", ["SMSP_BRIDGE_FHIR_API_KEY_FILE": "key"]) == [
                "bridge.yaml:1: fhir.baseURL: is missing (got nothing). "
                    + "Try: adding baseURL: https://host.example.nhs.uk/path"
            ]
        )
    }

    @Test("a variable overrides the entry of a dictionary that the file names")
    func dictionary() throws {
        let text = "listen: {}\nlegacies: { central-1: { url: https://a.example } }"
        let value = try Listener.load(text, ["SMSP_BRIDGE_LEGACIES_CENTRAL_1_URL": "https://b.example"])
        #expect(value.at("legacies")["central-1"]?.at("url").string == "https://b.example")
    }

    @Test("a variable gives any alternative of a scalar")
    func alternative() throws {
        let value = try Listener.load("listen: {}", ["SMSP_BRIDGE_LIMITS_PER_SECOND": "7"])
        #expect(value.at("limits").at("perSecond").int == 7)
    }

    @Test(
        "a bad variable is a problem with its name",
        arguments: [
            (
                "SMSP_BRIDGE_LISTEN_PORT", "http",
                "is not a whole number from 0 to 65535 (got http). Try: 8443"
            ),
            ("SMSP_BRIDGE_TIMEOUT", "", "has no value (got nothing). Try: 4s"),
            (
                "SMSP_BRIDGE_LISTEN_PROT", "1",
                "names no scalar of the file (got a value that is not shown). Try: SMSP_BRIDGE_LISTEN_PORT"
            ),
            (
                "SMSP_BRIDGE_LISTEN_ROLES", "view",
                "names no scalar of the file (got a value that is not shown). Try: unsetting it"
            ),
            (
                "SMSP_BRIDGE_LEGACIES_X_URL", "https://x",
                "names no scalar of the file (got a value that is not shown). Try: unsetting it"
            ),
        ]
    )
    func bad(_ variable: String, _ value: String, _ problem: String) {
        #expect(Listener.problems("listen: {}", [variable: value]) == ["environment: \(variable): \(problem)"])
    }

    @Test("a problem found later with an overridden value names the variable")
    func later() throws {
        let port = try Listener.load("listen: {}", ["SMSP_BRIDGE_LISTEN_PORT": "2"]).at("listen").at("port")
        #expect(
            port.problem("is taken", try: "8080").description
                == "environment: SMSP_BRIDGE_LISTEN_PORT: is taken (got 2). Try: 8080"
        )
    }

    @Test("other variables are not looked at, nor any where the file takes none")
    func others() throws {
        #expect(throws: Never.self) { try Listener.load("listen: {}", ["PATH": "x", "SMSP_BRIDG": "y"]) }
        let value = try YAMLDocument.load(
            "listen: {}",
            file: "f.yaml",
            shape: Listener.shape,
            overrides: ["SMSP_BRIDGE_LISTEN_PORT": "2", "SMSP_BRIDGE_X": "1"]
        )
        #expect(value.at("listen").at("port").int == 8_443)
    }

    @Test(
        "a key's words are joined by underscores",
        arguments: [
            ("requestBytes", "REQUEST_BYTES"), ("tokenURL", "TOKEN_URL"), ("tokenSHA256File", "TOKEN_SHA256_FILE"),
            ("clientCA", "CLIENT_CA"), ("nextKeyID", "NEXT_KEY_ID"), ("baseURL", "BASE_URL"), ("S1", "S1"),
            ("HTTPPort", "HTTP_PORT"), ("legacyTo", "LEGACY_TO"),
        ]
    )
    func name(_ key: String, _ variable: String) throws {
        let shape = YAMLShape.mapping([YAMLKey(key, .string(), .optional, "A value.")])
        let value = try YAMLDocument.load(
            "{}",
            file: "f.yaml",
            shape: shape,
            overrides: ["X_" + variable: "set"],
            overridePrefix: "X_"
        )
        #expect(value[key]?.string == "set")
    }
}
