import StrictYAML
import Testing

@Suite("Problems")
struct YAMLProblemTests {
    @Test("all problems of a file are found at once, in the order of the lines")
    func all() {
        let text = """
            listen:
              prot: 3
              host:
              port: http
            fhir: { baseURL: ftp://pds.example, apiKeyFile: key }
            limits:
              share: 1.5
              perSecond: many
            legacies:
              central: {}
            timeout: 4
            """
        #expect(
            Listener.problems(text) == [
                #"bridge.yaml:2: listen.prot: is no key of this mapping (got prot). Try: port"#,
                #"bridge.yaml:3: listen.host: has no value (got nothing). Try: 0.0.0.0"#,
                #"bridge.yaml:4: listen.port: is not a whole number from 0 to 65535 (got http). Try: 8443"#,
                #"bridge.yaml:5: fhir.baseURL: is not an http or https URL (got ftp://pds.example). "#
                    + "Try: https://host.example.nhs.uk/path",
                #"bridge.yaml:7: limits.share: is not a number from 0 to 1 (got 1.5). Try: 1"#,
                #"bridge.yaml:8: limits.perSecond: is not none or a whole number from 1 to 1000 (got many). Try: none"#,
                #"bridge.yaml:10: legacies.central.url: is missing (got nothing). "#
                    + "Try: adding url: https://host.example.nhs.uk/path",
                #"bridge.yaml:11: timeout: is not a duration (got 4). Try: 4s"#,
            ]
        )
    }

    @Test("problems of several files are sorted by file and line, those of the environment last, each once")
    func order() {
        func problem(_ source: YAMLSource) -> YAMLProblem {
            YAMLProblem(source, key: "k", problem: "is wrong", got: "g", suggestion: "s")
        }
        let environment = problem(.environment(variable: "A"))
        let (a2, a10, b1) = (
            problem(.file("a.yaml", line: 2)), problem(.file("a.yaml", line: 10)), problem(.file("b.yaml", line: 1))
        )
        #expect(YAMLProblems([environment, b1, a10, a2, b1]).problems == [a2, a10, b1, environment])
    }

    @Test("a value tells a problem of its own with its file, line, path and text")
    func ofValue() throws {
        let listen = try Listener.load("listen:\n  roles: [view, operate]\n  port: 80\n").at("listen")
        #expect(
            listen.at("port").problem("is taken", try: "8080").description
                == "bridge.yaml:3: listen.port: is taken (got 80). Try: 8080"
        )
        #expect(
            listen.at("roles").elements[1].problem("is too much", try: "view").description
                == "bridge.yaml:2: listen.roles[1]: is too much (got operate). Try: view"
        )
        #expect(
            listen.at("host").problem("is public", try: "127.0.0.1").description
                == "bridge.yaml:1: listen.host: is public (got 0.0.0.0). Try: 127.0.0.1"
        )
    }

    @Test(
        "values are left out of problems where the reader asks for that",
        arguments: ["listen: { port: MARKER }", "timeout: 'MARKER", "timeout: 'MARKER'", "listen: 1\nlisten: MARKER"]
    )
    func withheld(_ text: String) {
        let problems = printed { () throws(YAMLProblems) in
            _ = try YAMLDocument.load(text, file: "f.yaml", shape: Listener.shape, withholdingValues: true)
        }
        #expect(problems.count >= 1)
        #expect(!problems.joined().contains("MARKER"))
        #expect(problems.joined().contains("(got a value that is not shown)"))
    }

    @Test("a value that is left out of problems is left out of later ones, too")
    func withheldLater() throws {
        let value = try YAMLDocument.load(
            "listen: { host: MARKER }",
            file: "f.yaml",
            shape: Listener.shape,
            withholdingValues: true
        )
        #expect(!value.at("listen").at("host").problem("is wrong", try: "another").description.contains("MARKER"))
    }

    @Test("a long or many-lined value is shown short and on one line")
    func got() {
        let long = String(repeating: "x", count: 100)
        #expect(
            Listener.problems("listen: {}\ntimeout: \(long)").first?.contains("(got \(long.prefix(60))…)") == true
        )
        #expect(Listener.problems("listen: {}\ntimeout: \"4\\n\\e[2Js\"").first?.contains(#"(got "4  [2Js")"#) == true)
    }

    @Test(
        "the name that was probably meant is suggested",
        arguments: [
            ("prot", "port"), ("hots", "host"), ("ports", "port"), ("Port", "port"), ("role", "roles"),
            ("certificate", "one of host, port, roles"),
        ]
    )
    func nearest(_ written: String, _ suggestion: String) {
        #expect(
            Listener.problems("listen: { \(written): 1 }") == [
                "bridge.yaml:1: listen.\(written): is no key of this mapping (got \(written)). Try: \(suggestion)"
            ]
        )
    }
}
