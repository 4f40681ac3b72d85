import Testing
import XMLTree

@testable import SMSPContract

/// What lenient reading corrects, and what it must not.
@Suite struct LenientReadingTests {
    private static func corrected(
        _ payload: String,
        of operation: SMSPOperation = .verifyNHSNumber
    ) throws -> (payload: XMLElement, corrections: [LenientReading]) {
        LenientReading.correcting(try XMLDocument.parse(Array(payload.utf8)), of: operation)
    }

    private static let sample = SampleRequest(operation: .verifyNHSNumber).payload

    @Test("parts in another order are refused by the schema, and are in its order once corrected")
    func order() throws {
        let original = try XMLDocument.parse(Array(Self.sample.utf8))
        let moved = Self.sample.replacing(/(<Person\.DateOfBirth>.*?)(<Person\.Name>.*?<\/Person\.Name>)/) {
            "\($0.2)\($0.1)"
        }
        .replacing(/(<given>.*?<\/given>)(<family>.*?<\/family>)/) { "\($0.2)\($0.1)" }
        let asSent = try XMLDocument.parse(Array(moved.utf8))
        #expect(!SMSPOperation.verifyNHSNumber.accepts(asSent))
        let (payload, corrections) = try Self.corrected(moved)
        #expect(payload == original)
        #expect(corrections == [.partsInAnotherOrder])
    }

    @Test("parts in the schema's order are no correction")
    func inOrder() throws {
        let (payload, corrections) = try Self.corrected(Self.sample)
        let original = try XMLDocument.parse(Array(Self.sample.utf8))
        #expect(payload == original)
        #expect(corrections.isEmpty)
    }

    @Test(
        "a part that is there twice, or is none of the operation's, is refused in whatever order",
        arguments: [
            "<Person.NHSNumber><value root=\"2.16.840.1.113883.2.1.4.1\" extension=\"9991001018\"/>"
                + "<semanticsText>Person.NHSNumber</semanticsText></Person.NHSNumber>",
            "<Person.Gender><value code=\"1\" codeSystem=\"2.16.840.1.113883.2.1.3.2.4.16.25\"/>"
                + "<semanticsText>Person.Gender</semanticsText></Person.Gender>",
        ]
    )
    func surplus(_ part: String) throws {
        let (payload, _) = try Self.corrected(Self.sample.replacing("<queryEvent>", with: "<queryEvent>" + part))
        #expect(!SMSPOperation.verifyNHSNumber.accepts(payload))
    }

    @Test(
        "of several given names the first is kept, also where they are alike or stand around the surname",
        arguments: [
            "<given>Ann</given><given>Beth</given><family>Li</family>",
            "<given>Ann</given><given>Ann</given><family>Li</family>",
            "<family>Li</family><given>Ann</given><given>Beth</given>",
            "<given>Ann</given><family>Li</family><given>Beth</given>",
        ]
    )
    func severalGiven(_ name: String) throws {
        let message = Self.sample.replacing(/<given>.*<\/family>/, with: name)
        let (payload, corrections) = try Self.corrected(message)
        let parameters = try QueryParameters(payload, of: .verifyNHSNumber)
        #expect(parameters.given == "Ann")
        #expect(parameters.family == "Li")
        #expect(corrections.contains(.severalGiven))
    }

    @Test(
        "a given name that says nothing does not take the place of one that does: the name is refused",
        arguments: [
            "<given/><given>Ann</given><family>Li</family>", "<given> </given><given>Ann</given><family>Li</family>",
            "<family>Li</family><given nullFlavor=\"UNK\"/><given>Ann</given>",
        ]
    )
    func blankGiven(_ name: String) throws {
        let message = Self.sample.replacing(/<given>.*<\/family>/, with: name)
        let (payload, corrections) = try Self.corrected(message)
        #expect(!corrections.contains(.severalGiven))
        #expect(!SMSPOperation.verifyNHSNumber.accepts(payload))
    }
}
