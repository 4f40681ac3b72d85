import Foundation
import JSONTree
import RawHTTP
import Simulators
import Testing

@Suite("PDS simulator: search")
struct PatientSearchTests {
    private func reply(_ query: String?, requestID: String? = WireRequest.requestID) async throws -> RawAnswer {
        try await PDSTesting.withSimulator { _, port in
            try await PDSTesting.reply(to: .search(query, requestID: requestID), port: port)
        }
    }

    /// The numbers found, best first; nil when the answer is no searchset.
    private func found(_ query: String) async throws -> [String]? {
        let json = try await reply(query).json
        guard json["resourceType"] == .string("Bundle") else { return nil }
        return (json["entry"]?.elements ?? []).compactMap { $0["resource"]?["id"]?.string }
    }

    @Test("one patient found is a searchset of one entry, without ETag")
    func one() async throws {
        let reply = try await reply("family=Quillfeather&birthdate=eq1961-04-09")
        #expect(reply.status == 200)
        #expect(reply["Content-Type"] == "application/fhir+json")
        #expect(reply["ETag"] == nil)
        #expect(reply["X-Request-ID"] == WireRequest.requestID)
        let json = reply.json
        #expect(json.members.map(\.key) == ["resourceType", "type", "timestamp", "total", "entry"])
        #expect(json["type"] == .string("searchset"))
        #expect(json["timestamp"]?.string?.hasSuffix("+00:00") == true)
        #expect(json["total"] == .number("1"))
        let entry = try #require(json["entry"]?[0])
        #expect(
            entry["fullUrl"] == .string("http://pds.test/personal-demographics/FHIR/R4/Patient/9990000018")
        )
        #expect(entry["search"]?["score"] == .number("1"))
        #expect(entry["resource"]?["meta"]?["versionId"] == .string("4"))
    }

    @Test("nobody found is a searchset without entry")
    func nobody() async throws {
        let json = try await reply("family=Nobodyhere&birthdate=eq1961-04-09").json
        #expect(json.members.map(\.key) == ["resourceType", "type", "timestamp", "total"])
        #expect(json["total"] == .number("0"))
    }

    @Test(
        "letters are compared without case, everything else as it is",
        arguments: [
            ("family=quillFEATHER&birthdate=eq1961-04-09", ["9990000018"]),
            ("family=o%27dwimmer&birthdate=1966-11-11", ["9990000441"]),
            ("family=odwimmer&birthdate=1966-11-11", []),
            ("family=M%C3%BChlenbrook&birthdate=1989-09-30", ["9990000484"]),
            ("family=Mu%CC%88hlenbrook&birthdate=1989-09-30", ["9990000484"]),
            ("family=Le+Penhallow&birthdate=1970-08-29", []),
            ("family=Quillfeather&given=odalys&birthdate=1961-04-09", ["9990000018"]),
            ("family=Quillfeather&gender=female&birthdate=1961-04-09", ["9990000018"]),
            ("family=Quillfeather&gender=other&birthdate=1961-04-09", []),
        ]
    )
    func compared(_ query: String, _ expected: [String]) async throws {
        #expect(try await found(query) == expected)
    }

    @Test(
        "* stands for any characters behind the first two",
        arguments: [
            ("family=Qu%2A&birthdate=1961-04-09", ["9990000018"]),
            ("family=Qui%2Afe%2Aer&birthdate=1961-04-09", ["9990000018"]),
            ("family=Qui%2Aers&birthdate=1961-04-09", []),
            ("family=Quillfeather%2A&birthdate=1961-04-09", ["9990000018"]),
            ("family=Quillfeather&given=Od%2A&birthdate=1961-04-09", ["9990000018"]),
            ("family=Quillfeather&given=Mari%2A&birthdate=1961-04-09", []),
            ("family=Quillfeather&birthdate=1961-04-09&address-postalcode=LX%2A", ["9990000018"]),
        ]
    )
    func wildcards(_ query: String, _ expected: [String]) async throws {
        #expect(try await found(query) == expected)
    }

    @Test(
        "forenames are compared from the first one on (D61)",
        arguments: [
            ("given=Honor", ["9990000522"]), ("given=Honor&given=Blythe", ["9990000522"]), ("given=Blythe", []),
            ("given=Honor+Blythe", []), ("given=Honor&given=Clover", []),
        ]
    )
    func given(_ given: String, _ expected: [String]) async throws {
        #expect(try await found("family=Fallowmere&birthdate=1998-02-09&\(given)") == expected)
    }

    @Test(
        "a date of birth matches when every day that it may be is asked for (D61)",
        arguments: [
            ("family=Halfmoon&birthdate=eq1947-12-01", []),
            ("family=Halfmoon&birthdate=ge1947-12-01&birthdate=le1947-12-31", ["9990000638"]),
            ("family=Halfmoon&birthdate=ge1947-12-02&birthdate=le1947-12-31", []),
            ("family=Halfmoon&birthdate=ge1947-01-01&birthdate=le1947-12-31", ["9990000638"]),
            ("family=Evergale&birthdate=ge1935-01-01&birthdate=le1935-12-31", ["9990000646"]),
            ("family=Evergale&birthdate=ge1935-12-01&birthdate=le1935-12-31", []),
            ("family=Fennimoor&birthdate=ge1964-02-01&birthdate=le1964-02-29", ["9990000034"]),
            ("family=Thirtieth&birthdate=ge1985-02-01&birthdate=le1985-02-28", []),
            ("family=Dateless&birthdate=ge1900-01-01", []),
        ]
    )
    func birthDate(_ query: String, _ expected: [String]) async throws {
        #expect(try await found(query) == expected)
    }

    @Test(
        "former names and addresses count with _history, future ones never (D61)",
        arguments: [
            ("family=Rushholm&birthdate=1949-01-01", []),
            ("family=Rushholm&birthdate=1949-01-01&_history=true", ["9990000409"]),
            ("family=Orchard&birthdate=1949-01-01", ["9990000409"]),
            ("family=Yewbarrow&birthdate=1984-04-27&_history=true", []),
            ("family=Elsewhere&birthdate=1962-01-11&address-postalcode=LX1+1FM", []),
            ("family=Elsewhere&birthdate=1962-01-11&address-postalcode=LX1+1FM&_history=true", ["9990000735"]),
            ("family=Elsewhere&birthdate=1962-01-11&address-postalcode=LX2+2CM&_history=true", []),
            ("family=Fourways&birthdate=1975-05-21&address-postalcode=mx33ts", ["9990000700"]),
            ("family=Fourways&birthdate=1975-05-21&address-postcode=MX3+3TS", ["9990000700"]),
        ]
    )
    func history(_ query: String, _ expected: [String]) async throws {
        #expect(try await found(query) == expected)
    }

    @Test("a former name or a wildcard scores below 1, and _exact-match leaves such results out")
    func score() async throws {
        for query in ["family=Rushholm&birthdate=1949-01-01&_history=true", "family=Dun%2A&birthdate=1949-01-01"] {
            #expect(try await reply(query).json["entry"]?[0]?["search"]?["score"] == .number("0.9375"))
            #expect(try await found(query + "&_exact-match=true") == [])
        }
        #expect(try await found("family=Dunnock&birthdate=1949-01-01&_exact-match=true") == ["9990000409"])
    }

    @Test(
        "a restricted record is found, but not by its postcode",
        arguments: [
            ("family=Hartsease&birthdate=1992-09-24", ["9990000182"]),
            ("family=Hartsease&birthdate=1992-09-24&address-postalcode=LX5+5SG", []),
            ("family=Veilcroft&birthdate=1968-06-06&address-postalcode=MX6+6CS", []),
        ]
    )
    func restricted(_ query: String, _ expected: [String]) async throws {
        #expect(try await found(query) == expected)
    }

    @Test(
        "a merged record is found as the one it was merged into, an invalidated one never",
        arguments: [
            ("family=Marchbank-Teal&birthdate=1988-08-08", ["9990000069"]),
            ("family=Crake&birthdate=1979-11-02", ["9990000093"]),
            ("family=Wherrymead&birthdate=1952-11-30", ["9990000131"]),
            ("family=Oxlip&birthdate=1990-05-01", []), ("family=Duskrow&birthdate=1999-09-01", []),
        ]
    )
    func merged(_ query: String, _ expected: [String]) async throws {
        #expect(try await found(query) == expected)
    }

    @Test("a search shows current names of three uses, the home address, and no extension but a death notification")
    func subset() async throws {
        let json = try await reply("family=Omnibush&birthdate=1951-01-01").json
        let resource = try #require(json["entry"]?[0]?["resource"])
        #expect(resource["address"]?.elements.compactMap { $0["use"]?.string } == ["home"])
        #expect(resource["managingOrganization"] == nil)
        #expect((resource["extension"]?.elements.count ?? 0) <= 1)
        let names = try await reply("family=Dunnock&birthdate=1949-01-01").json["entry"]?[0]?["resource"]?["name"]
        #expect(names?.elements.compactMap { $0["use"]?.string } == ["temp", "nickname", "usual"])
    }

    @Test("more patients than asked for are told with 200 and no Bundle")
    func tooMany() async throws {
        let query = "family=Fa%2A&gender=female&birthdate=ge1970-01-01&birthdate=le1999-12-31"
        #expect(try await found(query) == ["9990000166", "9990000522"])
        let outcome = try await reply(query + "&_max-results=1").outcome
        #expect(
            outcome
                == Outcome(
                    status: 200,
                    code: "TOO_MANY_MATCHES",
                    issueCode: "multiple-matches",
                    severity: "information",
                    display: "Too Many Matches",
                    contentType: "application/fhir+json"
                )
        )
    }
}
