import JSONTree
import NHSIdentifiers
import PDSFHIR
import SMSPContract
import Testing

@testable import Backends

/// Verification, in the cases that fixtures would repeat with one letter changed.
@Suite struct CrossCheckTests {
    private static func verifies(
        born: String = "19820418",
        given: String = "Ottilie",
        family: String,
        recordFamily: String,
        recordGiven: String = "Ottilie",
        recordBorn: String = "1982-04-17"
    ) throws -> Bool {
        let number = try #require(NHSNumber("9990000018"))
        let date = try #require(TimestampText(born))
        let record = """
            {"resourceType":"Patient","id":"9990000018","birthDate":"\(recordBorn)","name":[{"use":"usual",\
            "period":{"start":"2000-01-01"},"given":["\(recordGiven)"],"family":"\(recordFamily)"}]}
            """
        let patient = try Patient(JSONValue.parse(Array(record.utf8)))
        let request = SMSPRequest(
            operation: .verifyNHSNumber,
            dateOfBirth: date,
            nhsNumber: number,
            name: PersonNameQuery(given: given, family: family)
        )
        return CrossCheck.verifies(request, patient, on: try #require(CalendarDate("2026-11-23")))
    }

    @Test(
        "surnames that begin alike are the same (D26)",
        arguments: [
            ("Quillfeather", "QUILLFEATHER"), ("Qui", "Quillfeather"), ("Quiver", "Quillfeather"),
            ("O'Neill", "o'neal"),
            ("ÅSTRÖM", "åström"), ("Straße", "STRAẞE"), ("ΣΟΦΟΣ", "σοφος"), ("Smith-Jones", "Smith"),
            ("  Quill ", "Quill"),
        ]
    )
    func alike(_ asked: String, _ held: String) throws {
        #expect(try Self.verifies(family: asked, recordFamily: held))
    }

    @Test(
        "surnames that do not are not (D26)",
        arguments: [
            ("Quoll", "Quill"), ("Qu", "Quill"), ("ONeill", "O'Neill"), ("Astrom", "Åström"), ("Oss", "Oß"),
            ("Ilma", "ılma"), ("", "Quill"), (" ", "Quill"), ("Quill", ""),
        ]
    )
    func different(_ asked: String, _ held: String) throws {
        #expect(try !Self.verifies(family: asked, recordFamily: held))
    }

    @Test(
        "a surname of fewer than three characters is compared whole, whichever side it is on (D36)",
        arguments: ["O", "Li", "Liu", "Ng", "Ngo", "Osman", "Lister"],
        ["O", "Li", "Liu", "Ng", "Ngo", "Osman", "Lister"]
    )
    func shortSurname(_ asked: String, _ held: String) throws {
        #expect(try Self.verifies(family: asked, recordFamily: held) == (asked == held))
    }

    @Test("the first character of both forenames is compared; an empty forename verifies nobody (D26)")
    func forename() throws {
        func verifies(_ given: String, _ recordGiven: String) throws -> Bool {
            try Self.verifies(given: given, family: "Li", recordFamily: "Li", recordGiven: recordGiven)
        }
        #expect(try verifies("Alice", "Ann"))
        #expect(try !verifies("Bo", "Ann"))
        #expect(try !verifies("", "Ann"))
        #expect(try !verifies("Ann", ""))
    }

    @Test(
        "at least two of year, month and day must be equal (D26)",
        arguments: zip(
            ["19820418", "19820517", "19830417", "19820518", "19830418", "19830517"],
            [true, true, true, false, false, false]
        )
    )
    func dateParts(_ born: String, _ isVerified: Bool) throws {
        let verified = try Self.verifies(born: born, family: "Quillfeather", recordFamily: "Quillfeather")
        #expect(verified == isVerified)
    }

    @Test(
        "a part of the date that PDS does not hold never matches (D26)",
        arguments: zip(["1982-04", "1982", "1982-13-41"], [true, false, false])
    )
    func partialRecord(_ recordBorn: String, _ isVerified: Bool) throws {
        let verified = try Self.verifies(
            born: "19820417",
            family: "Quillfeather",
            recordFamily: "Quillfeather",
            recordBorn: recordBorn
        )
        #expect(verified == isVerified)
    }
}
