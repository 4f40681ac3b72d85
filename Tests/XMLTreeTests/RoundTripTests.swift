import Testing
import XMLTree

@Suite struct RoundTripTests {
    @Test("reading what was written gives the tree back, byte for byte", arguments: 0..<1_000 as Range<UInt64>)
    func writtenAndRead(seed: UInt64) throws {
        var random = RandomXML(seed: seed)
        let tree = random.root()
        let document = XMLWriter.serialize(tree)
        let read = try XMLDocument.parse(document)
        #expect(read == tree)
        // Equality of names and strings overlooks prefixes and kinds of Unicode composition; bytes do not.
        #expect(XMLWriter.serialize(read) == document)
    }

    @Test("a message that was read, written and read again is the same")
    func message() throws {
        let tree = try XMLDocument.parse(Array(XMLSamples.message.utf8))
        #expect(try XMLDocument.parse(XMLWriter.serialize(tree)) == tree)
    }

    @Test("many threads read at once what one reads")
    func concurrency() async throws {
        let documents = (0..<64 as Range<UInt64>).map { seed in
            var random = RandomXML(seed: seed)
            return XMLWriter.serialize(random.root())
        }
        let expected = documents.map { XMLSamples.outcome($0) }
        let read = await withTaskGroup { group in
            for task in 0..<16 {
                group.addTask {
                    let broken = XMLSamples.refusal(documents[task].dropLast(2))
                    return (documents.map { XMLSamples.outcome($0) }, broken != nil)
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(read.count == 16)
        #expect(read.allSatisfy { $0.0 == expected && $0.1 })
    }
}
