import JSONTree
import Testing

@Suite struct LeafTests {
    private func leaves(_ document: String) throws -> [String] {
        try JSONValue.parse(Array(document.utf8)).leaves().map { path, value in
            "\(path) = \(String(decoding: value.serialized(), as: UTF8.self))"
        }
    }

    @Test("leaves come in document order with their places, empty containers among them")
    func order() throws {
        let document = #"{"name":[{"given":["A","B"],"use":null},{}],"id":"1","x":{"y":{"z":[true,[]]}}}"#
        #expect(
            try leaves(document) == [
                #"name[0].given[0] = "A""#, #"name[0].given[1] = "B""#, "name[0].use = null", "name[1] = {}",
                #"id = "1""#, "x.y.z[0] = true", "x.y.z[1] = []",
            ]
        )
    }

    @Test("a document that is one leaf has it at the root", arguments: ["1", "{}", "[]", "null", "\"a\""])
    func root(document: String) throws {
        #expect(try leaves(document) == [" = \(document)"])
    }

    @Test("a path leads to its leaf")
    func pathsLead() throws {
        let patient = try JSONValue.parse(Array(JSONSamples.patient.utf8))
        for (path, leaf) in patient.leaves() {
            let found = path.steps.reduce(patient as JSONValue?) { value, step in
                switch step {
                case .key(let key): value?[key]
                case .index(let index): value?[index]
                }
            }
            #expect(found == leaf, "\(path)")
        }
    }

    @Test("a path grows by a step at its end")
    func appending() {
        let path = JSONPath([.key("name")]).appending(.index(0)).appending(.key("given"))
        #expect(path == JSONPath([.key("name"), .index(0), .key("given")]))
        #expect("\(path)" == "name[0].given")
        #expect(JSONPath().description == "")
    }
}
