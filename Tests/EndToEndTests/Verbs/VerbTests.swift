import Foundation
import SMSPContract
import Subprocess
import Testing

/// The verbs of the real program: what they print and how they end.
@Suite struct VerbTests {
    @Test("demo queries both backends with every operation, with one token, and ends with status 0")
    func demo() async throws {
        let demo = try await BridgeProcess.run(["demo", "--once"])
        #expect(demo.status == .exited(0))
        #expect(demo.error == "")
        let operations = ["verifyNHSNumber", "getNHSNumber", "getPatientDetailsBySearch", "getPatientDetails  "]
        let answers = ["DEMOG-0017", "DEMOG-0022", "DEMOG-0040", "DEMOG-0001", "1 token request"]
        for text in operations + ["getPatientDetailsByNHSNumber"] + answers {
            #expect(demo.output.contains(text), "\(text)")
        }
    }

    @Test("demo shows both answers beside each other, and marks no line where they are the same")
    func demoSideBySide() async throws {
        let demo = try await BridgeProcess.run(["demo", "--once"])
        let same = "  NHS number              9990000018                                9990000018"
        #expect(demo.output.contains(same))
        #expect(!demo.output.contains("\n!"))
    }

    @Test("demo --json tells what each question got and what comparing found, and nothing else")
    func demoJSON() async throws {
        struct Found: Decodable {
            struct Answer: Decodable {
                let isExpected: Bool
            }
            struct Comparison: Decodable {
                let drifted: Int
                let found: Int?
                let mistake: String
                let named: String?
            }
            let answers: [Answer]
            let comparison: Comparison
        }
        let demo = try await BridgeProcess.run(["demo", "--json"])
        let found = try JSONDecoder().decode(Found.self, from: Data(demo.output.utf8))
        #expect(found.answers.map(\.isExpected) == Array(repeating: true, count: 10))
        #expect(found.comparison.drifted == 36)
        #expect((32...36).contains(found.comparison.found ?? 0))
        #expect(found.comparison.named?.hasPrefix("\(found.comparison.mistake) (") == true)
    }

    @Test("mappings check proves the shipped tables whole")
    func mappingsCheck() async throws {
        let check = try await BridgeProcess.run(["mappings", "check"])
        #expect(check.status == .exited(0))
        #expect(check.output.contains("none left over"))
    }

    @Test(
        "a broken table is refused with file, line, key, value and what to try, status 3",
        arguments: [
            ("responses/patient-details.yaml", "transform: text", "transform: txet"),
            ("comparison.yaml", "compare: text", "compare: txet"),
        ]
    )
    func brokenTable(_ name: String, _ text: String, _ broken: String) async throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        let tables = folder.url.appending(path: "Mappings")
        try FileManager.default.copyItem(at: BridgeProcess.root.appending(path: "Mappings"), to: tables)
        let file = tables.appending(path: name)
        try String(contentsOf: file, encoding: .utf8).replacing(text, with: broken, maxReplacements: 1)
            .write(to: file, atomically: true, encoding: .utf8)
        let check = try await BridgeProcess.run(["mappings", "check", "--mappings", tables.path])
        #expect(check.status == .exited(3))
        #expect(check.error.firstMatch(of: #/(patient-details|comparison)\.yaml:[0-9]+: .*txet.*Try: /#) != nil)
    }

    @Test(
        "a bad configuration stops with file, line, key and what to try, status 3",
        arguments: zip(
            ["listen: { smsp: { prot: 1 } }", "listen: { smsp: { host: 0.0.0.0, port: 70000 } }", "gates: {}"],
            ["prot", "70000", "gates"]
        )
    )
    func badConfiguration(_ text: String, _ named: String) async throws {
        let folder = try ConfigurationFolder()
        defer { folder.remove() }
        try folder.write("bridge.yaml", text + "\n")
        let serve = try await BridgeProcess.run(["serve", "--config", folder.configuration])
        #expect(serve.status == .exited(3))
        let line = serve.error.split(separator: "\n").first { $0.contains(named) } ?? ""
        #expect(line.contains("bridge.yaml:1: "))
        #expect(line.contains("Try: "))
    }

    @Test("a secret that others can read stops the start")
    func readableSecret() async throws {
        let folder = try ConfigurationFolder(pdsPort: 1, keys: try ApplicationKeys())
        defer { folder.remove() }
        try folder.write("key-1.pem", "x", mode: 0o644)
        let check = try await BridgeProcess.run(["config", "check", "--config", folder.configuration])
        #expect(check.status == .exited(3))
        #expect(check.error.contains("chmod 600"))
    }

    @Test(
        "files that cannot be used stop the start, named by the key that names them",
        arguments: [
            ("key-1.pem", "{ host: 127.0.0.1, port: 0 }", "bridge.yaml:10: fhir.auth.privateKeyFile"),
            ("none", "{ port: 0, tls: { certificate: api-key, privateKey: api-key } }", "listen.smsp.tls"),
        ]
    )
    func unusableFiles(_ spoilt: String, _ smsp: String, _ named: String) async throws {
        let folder = try ConfigurationFolder(pdsPort: 1, keys: try ApplicationKeys(), smsp: smsp)
        defer { folder.remove() }
        try folder.write(spoilt, "no key at all")
        let check = try await BridgeProcess.run(["config", "check", "--config", folder.configuration])
        #expect(check.status == .exited(3))
        #expect(check.error.contains(named), "\(check.error)")
        #expect(check.error.contains("Try: "))
    }

    @Test("config check counts what a valid configuration holds")
    func configCheck() async throws {
        let folder = try ConfigurationFolder(pdsPort: 1, keys: try ApplicationKeys())
        defer { folder.remove() }
        let check = try await BridgeProcess.run(["config", "check", "--config", folder.configuration, "--json"])
        #expect(check.status == .exited(0))
        #expect(check.output.hasPrefix(#"{"sites":1,"practices":"#))
        #expect(check.output.contains(#""sqlite":"3."#), "\(check.output)")
    }

    @Test("config schema prints a JSON Schema for each file", arguments: ["bridge", "sites", "cutover", "lock"])
    func configSchema(_ file: String) async throws {
        let schema = try await BridgeProcess.run(["config", "schema", file])
        let json = try JSONSerialization.jsonObject(with: Data(schema.output.utf8)) as? [String: Any]
        #expect(json?["$schema"] as? String == "https://json-schema.org/draft/2020-12/schema")
    }

    @Test("query takes values from standard input, not from arguments")
    func queryRefusesArguments() async throws {
        let query = try await BridgeProcess.run([
            "query", "verifyNHSNumber", "--url", "http://127.0.0.1:9/", "--nhs-number", "9990000018",
        ])
        #expect(query.status != .exited(0))
        #expect(query.error.contains("--insecure-args"))
    }

    @Test("query ends with status 30 when nobody answers")
    func queryBackendDown() async throws {
        let query = try await BridgeProcess.run(
            ["query", "verifyNHSNumber", "--url", "http://127.0.0.1:9/", "--from", "-"],
            input: "{ nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09 }"
        )
        #expect(query.status == .exited(30))
        #expect(!query.error.contains("9990000018"))
    }

    @Test("query asks with whatever an operation takes: number, name, gender, postcode, part of a date")
    func queryEveryOperation() async throws {
        let search = "dateOfBirth: 1975-05-21, gender: 2, given: Gw*, family: Fourways, postcode: MX3 3TS"
        let questions: [(SMSPOperation, String)] = [
            (.verifyNHSNumber, "nhsNumber: 999 000 0700, dateOfBirth: 1975-05-21"),
            (.getPatientDetailsByNHSNumber, "nhsNumber: \"9990000700\", dateOfBirth: 19750521"),
            (.getNHSNumber, "dateOfBirth: 1975-05, gender: 2, given: Gw*, family: Fourways"),
            (.getPatientDetailsBySearch, search), (.getPatientDetails, search),
        ]
        let (answers, _) = try await RunningBridge.running { bridge, _ in
            var answers: [BridgeProcess.Remains] = []
            for (operation, values) in questions {
                let arguments = [
                    "query", operation.rawValue, "--url", "http://127.0.0.1:\(bridge.port)/", "--from", "-",
                ]
                answers.append(try await BridgeProcess.run(arguments, input: "{ \(values) }"))
            }
            return answers
        }
        #expect(answers.map(\.status) == Array(repeating: .exited(0), count: 5))
        #expect(answers.allSatisfy { $0.output.contains("SMSP-0000") && $0.output.contains("9990000700") })
    }

    @Test("query says which value an operation needs, or does not take")
    func queryNeeds() async throws {
        let url = ["--url", "http://127.0.0.1:9/", "--from", "-"]
        let missing = try await BridgeProcess.run(
            ["query", "verifyNHSNumber"] + url,
            input: "{ dateOfBirth: 1961-04-09 }"
        )
        let surplus = try await BridgeProcess.run(
            ["query", "getNHSNumber"] + url,
            input: "{ nhsNumber: \"9990000018\", dateOfBirth: 1961-04-09 }"
        )
        #expect(missing.error.contains("nhsNumber: verifyNHSNumber needs it."))
        #expect(surplus.error.contains("nhsNumber: getNHSNumber takes none."))
        #expect([missing, surplus].map(\.status) == [.exited(2), .exited(2)])
    }

    @Test("query shows no patient value in a complaint about its input")
    func queryWithholds() async throws {
        let query = try await BridgeProcess.run(
            ["query", "verifyNHSNumber", "--url", "http://127.0.0.1:9/", "--from", "-"],
            input: "{ nhsNumber: \"9990000018\", dateOfBirht: 1961-04-09 }"
        )
        #expect(query.status == .exited(3))
        #expect(!query.error.contains("1961"))
        #expect(!query.error.contains("9990000018"))
    }
}
