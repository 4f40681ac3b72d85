import JSONTree
import PDSFHIR
import Testing

@Suite("Values of patient data do not show themselves")
struct WithheldTests {
    /// A text that no description may hold, in every place where a record holds text.
    private static let marker = "MARKER"

    /// All that Swift can print of a value.
    private static func everyPrint(of value: some Any) -> String {
        var dumped = ""
        dump(value, to: &dumped)
        let children = Mirror(reflecting: value).children.map { "\($0)" }
        return ([String(describing: value), String(reflecting: value), "\(value)", dumped] + children).joined(
            separator: " "
        )
    }

    private static func shows(_ value: some Any) -> Bool {
        let print = everyPrint(of: value)
        return [marker, Records.number, "1985", "meta"].contains { print.contains($0) }
    }

    private static func patient() throws -> Patient {
        try Records.read(
            """
            "birthDate":"1985-10-22","gender":"female",\
            "name":[{"use":"usual","period":{"start":"1985-10-22"},"family":"\(marker)","given":["\(marker)"]}],\
            "address":[{"use":"home","line":["\(marker)"],"postalCode":"\(marker)"}]
            """
        )
    }

    @Test("a patient, alone and inside of other values")
    func patient() throws {
        let patient = try Self.patient()
        #expect("\(patient)" == "Patient")
        #expect(!Self.shows(patient))
        #expect(!Self.shows([patient]))
        #expect(!Self.shows(Optional(patient) as Any))
        #expect(!Self.shows(["k": patient]))
        #expect(!Self.shows(patient.identity))
        #expect(!Self.shows(Result<Patient, PatientProblem>.success(patient)))
    }

    @Test("its parts")
    func parts() throws {
        let patient = try Self.patient()
        #expect(!Self.shows(try #require(patient.usualName(on: .call))))
        #expect(!Self.shows(try #require(patient.birthDate)))
        #expect(!Self.shows(FHIRPeriod(patient.json["name"]?[0]?["period"])))
        #expect(!Self.shows(try #require(CalendarDate(year: 1985, month: 10, day: 22))))
    }

    @Test("replies that hold it")
    func replies() throws {
        let record = String(decoding: try Self.patient().json.serialized(), as: UTF8.self)
        let single = Records.reply(Records.searchset(total: 1, [record]))
        #expect(!Self.shows(Records.reply(record)))
        #expect(!Self.shows(single))
        guard case .searchset(let searchset) = single else { preconditionFailure("no searchset") }
        #expect(!Self.shows(searchset))
        #expect(!Self.shows(searchset.found))
    }

    @Test("an outcome shows its codes and not its diagnostics")
    func outcome() {
        let body = Records.outcome("INVALID_VALUE", diagnostics: "Invalid value - '\(Self.marker)' in field 'family'")
        let reply = Records.reply(body, status: 400)
        #expect(!Self.shows(reply))
        guard case .outcome(let outcome) = reply else { preconditionFailure("no outcome") }
        #expect("\(outcome)" == "error value INVALID_VALUE")
        #expect(!Self.shows(outcome))
        #expect(outcome.diagnostics?.contains(Self.marker) == true)
    }

    @Test(
        "a reply that cannot be read",
        arguments: ["<p>MARKER</p>", #"{"MARKER""#, #"{"MARKER":1,"MARKER":2}"#, #"{"resourceType":"MARKER"}"#]
    )
    func unreadable(_ body: String) {
        #expect(!Self.shows(Records.reply(body)))
    }

    @Test("a search")
    func search() {
        var query = SearchQuery()
        query.append(.family, Self.marker)
        #expect("\(query)" == "SearchQuery")
        #expect(!Self.shows(query))
        #expect(!Self.shows(query.parameters))
    }
}
