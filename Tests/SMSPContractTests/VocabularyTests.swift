import Foundation
import SMSPContract
import Testing

@Suite struct TimestampTextTests {
    @Test(
        "a date has the precision of its digits",
        arguments: zip(["1982", "198204", "19820417", "20000229"], [0, 1, 2, 2])
    )
    func precision(_ digits: String, _ index: Int) {
        let precisions: [TimestampText.Precision] = [.year, .month, .day]
        #expect(TimestampText(digits)?.precision == precisions[index])
    }

    @Test(
        "what is no date of the calendar is refused",
        arguments: [
            "", "19", "198213", "198200", "19820230", "19000229", "19820431", "19820400", "1982041712", "1982041",
            "0000",
        ]
    )
    func refuses(_ digits: String) {
        #expect(TimestampText(digits) == nil)
    }
}

@Suite struct UTCTimeTests {
    @Test(
        "times with a zone are read, fractions of any length included",
        arguments: zip(
            [
                "2026-11-23T09:30:00Z", "2026-11-23T09:30:00.5Z", "2026-11-23T09:30:00.123456789Z",
                "2026-11-23T10:30:00+01:00",
            ],
            [0.0, 0.5, 0.123456789, 0.0]
        )
    )
    func reads(_ text: String, _ fraction: Double) throws {
        let date = try #require(UTCTime.date(from: text))
        #expect(abs(date.timeIntervalSince1970 - (1_795_426_200 + fraction)) < 0.000_01)
    }

    @Test(
        "what is no time, or has no zone, is refused",
        arguments: ["", "yesterday", "2026-11-23", "2026-11-23T09:30:00", "2026-11-23T09:30:00."]
    )
    func refuses(_ text: String) {
        #expect(UTCTime.date(from: text) == nil)
    }
}

@Suite struct UUIDSourceTests {
    @Test("random ids are upper-case UUIDs of version 4 and variant 10")
    func versionAndVariant() {
        for _ in 0..<1000 {
            let id = UUIDSource.random.next()
            #expect(id.wholeMatch(of: /[0-9A-F]{8}-[0-9A-F]{4}-4[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}/) != nil)
        }
    }
}

@Suite struct OperationTests {
    @Test("the names of the operations are the published ones")
    func names() {
        let details = SMSPOperation.getPatientDetails.names
        #expect(details.requestRoot == "getPatientDetails-v1-0")
        #expect(details.requestCode == "getPatientDetailsRequest-v1-0")
        #expect(details.responseAction == "urn:nhs-itk:services:201005:getPatientDetails-v1-0Response")
        let byNumber = SMSPOperation.getPatientDetailsByNHSNumber.names
        #expect(byNumber.responseRoot == "getPatientDetailsResponse-v1-0")
        #expect(byNumber.responseProfile == "urn:nhs-en:profile:getPatientDetailsResponse-v1-0")
    }
}

@Suite struct HTTPDateTests {
    @Test(
        "a date is written as HTTP writes it, and read again",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (1_795_426_200, "Mon, 23 Nov 2026 09:30:00 GMT"),
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        ]
    )
    func text(_ seconds: Double, _ text: String) {
        let date = Date(timeIntervalSince1970: seconds)
        #expect(HTTPDate.text(of: date) == text)
        #expect(HTTPDate.date(from: text) == date)
    }
}
