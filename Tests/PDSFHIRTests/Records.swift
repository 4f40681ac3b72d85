import JSONTree
import PDSFHIR

/// Records of a synthetic patient, written for these tests.
enum Records {
    /// A number that is kept for tests.
    static let number = "9990000018"

    /// The members of a Patient with the given ones put in or replaced.
    static func patient(_ members: String = "", id: String = number, security: String = "U") -> String {
        """
        {"resourceType":"Patient","id":"\(id)",\
        "meta":{"versionId":"7","security":[{"code":"\(security)"}]}\(members.isEmpty ? "" : ",")\(members)}
        """
    }

    /// The JSON in `text`.
    static func json(_ text: String) throws -> JSONValue {
        try JSONValue.parse(Array(text.utf8))
    }

    /// The patient with these members.
    static func read(_ members: String = "", id: String = number, security: String = "U") throws -> Patient {
        try Patient(json(patient(members, id: id, security: security)))
    }

    /// A searchset of these resources.
    static func searchset(total: Int, _ resources: [String]) -> String {
        let entries = resources.map { #"{"fullUrl":"https://pds.example/Patient/1","resource":\#($0)}"# }
        let list = resources.isEmpty ? "" : #","entry":[\#(entries.joined(separator: ","))]"#
        return #"{"resourceType":"Bundle","type":"searchset","total":\#(total)\#(list)}"#
    }

    /// An outcome of this code.
    static func outcome(_ code: String, diagnostics: String = "") -> String {
        """
        {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"value","details":{"coding":\
        [{"system":"https://fhir.nhs.uk/R4/CodeSystem/Spine-ErrorOrWarningCode","version":"1","code":"\(code)"}]},\
        "diagnostics":"\(diagnostics)"}]}
        """
    }

    /// What PDS said with this body.
    static func reply(_ body: String, status: Int = 200) -> PDSReply {
        PDSReply(status: status, body: Array(body.utf8))
    }
}
