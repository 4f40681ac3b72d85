import Foundation
import SMSPContract
import Simulators
import Testing

/// A patient with a marker in every field goes every way through the real program; none comes out but in answers.
@Suite struct MarkerPatientTests {
    private static let number = "9991001018"
    private static let marker = "MARKERHEATHER"

    /// A record whose every value is the marker, in known and unknown places.
    ///
    /// Names of members are not values.
    private static let record = """
        {"resourceType":"Patient","id":"\(number)","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number",\
        "value":"\(number)"}],"meta":{"versionId":"1","security":[{"code":"U"}]},"birthDate":"1953-07-29",\
        "deceasedDateTime":"MARKERHEATHER-9","gender":"MARKERHEATHER","name":[{"use":"usual",\
        "period":{"start":"2000-01-01"},"given":["\(marker)","\(marker)\\u0001"],"family":"\(marker)",\
        "prefix":["\(marker)"],"text":"\(marker)"}],"address":[{"use":"home","period":{"start":"2000-01-01"},\
        "line":["\(marker)"," "],"postalCode":"\(marker)"},{"use":"\(marker)","line":["\(marker)"]}],\
        "telecom":[{"system":"phone","use":"home","value":"\(marker)%#[]"},{"system":"\(marker)","value":"\(marker)"}],\
        "generalPractitioner":[{"identifier":{"system":"https://fhir.nhs.uk/Id/ods-organization-code",\
        "value":"\(marker)"}}],"brandNewMember":"\(marker)",\
        "extension":[{"url":"https://example.org/brand-new?who=\(marker)","valueString":"\(marker)"}],\
        "contained":[{"id":"\(marker)"}]}
        """

    @Test("no value of the patient is in the log or on standard error, whatever PDS does")
    func nothingComesOut() async throws {
        let keys = try ApplicationKeys()
        let records = try ConfigurationFolder()
        defer { records.remove() }
        try records.write("patient.json", Self.record)
        let pds = try keys.simulator(patients: PatientsDirectory(path: records.url.path))
        let (codes, remains) = try await pds.whileRunning { pds in
            let folder = try ConfigurationFolder(
                pdsPort: try await pds.port,
                keys: keys,
                fhir: ["requestsPerSecond: 1000", "timeout: 15s"],
                limits: "{ deadline: 30s }"
            )
            defer { folder.remove() }
            let (codes, remains) = try await BridgeProcess.serving(folder) { bridge in
                let caller = try SMSPCaller(port: bridge.port)
                var codes: [String?] = []
                let faults: [Fault?] = [
                    nil, .brokenJSON, .cutMidBody, .duplicateKey, .otherIdentifier, .crossed, .html(status: 200),
                    .unknownError(status: 503), .unknownExtension,
                ]
                for fault in faults {
                    pds.faults.clear()
                    if let fault { pds.faults.set(fault) }
                    for (born, family) in [("19530729", nil), ("19530730", Self.marker), ("19010101", Self.marker)] {
                        let answer = try await caller.ask(
                            .getPatientDetailsByNHSNumber,
                            Self.number,
                            born: born,
                            given: family,
                            family: family
                        )
                        codes.append(answer.code)
                    }
                }
                return codes
            }
            return (codes, remains)
        }
        #expect(codes.prefix(3) == ["SMSP-0000", "SMSP-0000", "DEMOG-0040"])
        #expect(codes.filter { $0 == "DEMOG-9999" }.count == 21)
        #expect(remains.error == "")
        #expect(remains.output.contains("unmappedLeaf"))
        for value in [Self.marker, Self.number, "1953-07-29", "19530729", "19530730"] {
            #expect(!remains.output.contains(value), "\(value)")
        }
    }
}
