import Testing
import XMLTree

/// Nothing of a document may reach stderr, whatever libxml2 thinks of it.
@Suite struct SilenceTests {
    @Test("hostile documents leave stderr empty, read off the main thread")
    func stderr() async throws {
        let result = await #expect(processExitsWith: .success, observing: [\.standardErrorContent]) {
            await withTaskGroup { group in
                for _ in 0..<4 {
                    group.addTask {
                        for document in SilenceTests.documents() { _ = XMLSamples.refusal(document) }
                    }
                }
            }
        }
        #expect(try #require(result).standardErrorContent == [])
    }

    /// Every prefix of a message, and the message with each byte in turn made one that fits badly.
    private static func documents() -> [[UInt8]] {
        let message = Array(XMLSamples.message.utf8)
        let declared = ["ISO-8859-1", "UTF-16", "UTF-7", "EBCDIC-CP-US", "nonsense"].map { encoding in
            Array("<?xml version='1.0' encoding='\(encoding)'?><a>\u{E9}</a>".utf8) + [0x1C, 0x6C, 0xFF]
        }
        var documents = declared + message.indices.map { Array(message[..<$0]) }
        for byte in [0x00, 0x1C, 0x26, 0x3C, 0x3E, 0x80, 0xC3, 0xFF] as [UInt8] {
            for index in message.indices {
                var changed = message
                changed[index] = byte
                documents.append(changed)
            }
        }
        return documents
    }
}
