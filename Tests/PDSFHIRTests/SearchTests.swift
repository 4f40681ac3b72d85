import PDSFHIR
import Testing

@Suite("Searches")
struct SearchTests {
    private static let (ada, eve) = (Records.patient(), Records.patient(id: "9990000026"))

    @Test("what was found is told by total and entries (D50)")
    func found() throws {
        func found(_ total: Int, _ resources: [String]) throws -> Searchset.Found {
            try Searchset(Records.json(Records.searchset(total: total, resources))).found
        }
        #expect(try found(0, []) == .nobody)
        let ada = try Records.read()
        #expect(try found(1, [Self.ada]) == .one(ada))
        #expect(try found(2, [Self.ada, Self.eve]) == .several)
        #expect(try found(1, [Self.ada, Self.eve]) == .several)
        #expect(try found(2, [Self.ada]) == .several)
        #expect(try found(2, []) == .several)
        #expect(try found(1, []) == .contradictory)
        #expect(try found(0, [Self.ada]) == .contradictory)
    }

    @Test("entries keep the order of PDS, best first")
    func order() throws {
        let searchset = try Searchset(Records.json(Records.searchset(total: 2, [Self.eve, Self.ada])))
        #expect(searchset.entries.map(\.id) == ["9990000026", "9990000018"])
    }

    @Test("a query keeps its order and is encoded as PDS asks")
    func encoded() {
        var query = SearchQuery()
        query.append(.family, "O'Neill-Smith*")
        query.append(.given, "John Paul")
        query.append(.given, "Zoë")
        query.append(.birthdate, "eq2010-10-22")
        query.append(.email, "a+b&c=d@e.example")
        query.append(.history, "true")
        query.append(.maxResults, "1")
        #expect(
            query.encoded
                == "family=O%27Neill-Smith%2A&given=John%20Paul&given=Zo%C3%AB&birthdate=eq2010-10-22"
                + "&email=a%2Bb%26c%3Dd%40e.example&_history=true&_max-results=1"
        )
    }

    @Test("a query without parameters is empty")
    func empty() {
        #expect(SearchQuery().encoded.isEmpty)
    }

    @Test(
        "parameters have the names of PDS",
        arguments: [
            (SearchQuery.Name.postalCode, "address-postalcode"), (.deathDate, "death-date"),
            (.generalPractitioner, "general-practitioner"), (.fuzzyMatch, "_fuzzy-match"),
            (.exactMatch, "_exact-match"),
        ]
    )
    func name(_ name: SearchQuery.Name, _ expected: String) {
        var query = SearchQuery()
        query.append(name, "x")
        #expect(query.encoded == expected + "=x")
    }
}
