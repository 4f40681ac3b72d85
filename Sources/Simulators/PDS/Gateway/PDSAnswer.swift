import HTTPTypes
import JSONTree

/// One answer of the simulator, before it is sent.
struct PDSAnswer: Sendable {
    var status: HTTPResponse.Status
    var headers: HTTPFields
    var body: [UInt8]

    /// An answer of `body` as `contentType`.
    init(_ status: HTTPResponse.Status, contentType: String?, body: [UInt8]) {
        self.status = status
        self.headers = [:]
        self.headers[.contentType] = contentType
        self.body = body
    }

    /// An answer of FHIR, as Spine sends it.
    init(fhir value: JSONValue, status: HTTPResponse.Status = .ok) {
        self.init(status, contentType: "application/fhir+json", body: value.serialized())
    }

    /// An answer that the gateway builds itself.
    init(gateway value: JSONValue, status: HTTPResponse.Status) {
        self.init(status, contentType: "application/json", body: value.serialized())
    }

    /// The answer with the ids of `call`, where the call has them and they are not empty.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §1.4.
    func mirroringIDs(of call: PDSCall) -> PDSAnswer {
        var answer = self
        if let id = call.requestID, !id.isEmpty { answer.headers[named: "X-Request-ID"] = id }
        if let id = call.correlationID, !id.isEmpty { answer.headers[named: "X-Correlation-ID"] = id }
        return answer
    }
}
