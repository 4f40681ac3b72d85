import FoundationEssentials
import HTTPTypes
import JSONTree

/// Spoils an answer as a fault says, where the fault is one of what is answered.
struct FaultyAnswer {
    let call: PDSCall
    /// The right answer.
    let answer: PDSAnswer
    /// The previous answer on the same connection.
    let previous: PDSAnswer?
    /// The record of another person, and what PDS would send of it.
    let somebodyElse: (number: String, answer: PDSAnswer)?
    /// Name and quota of the caller's app, for the texts of 429.
    let app: RegisteredApp?

    /// The answer as `fault` leaves it.
    ///
    /// Faults of delivery change nothing; nor does a fault that needs a Patient if the answer is none, or one
    /// that needs another person if there is none.
    func spoilt(by fault: Fault) -> PDSAnswer {
        switch fault {
        case .delay, .hang, .slowBody, .cutBeforeHead, .cutMidBody, .duplicated:
            return answer
        case .requestTimeout:
            return refusal(.requestTimeout, .unknownError(.requestTimeout))
        case .rateLimited(let limit):
            let text = limit.text(app: app?.name ?? "simulated-app", perMinute: app?.quotaPerMinute ?? 300)
            return refusal(.tooManyRequests(text), .tooManyRequests(text))
        case .unknownError(let code):
            let status = HTTPResponse.Status(code: code)
            return refusal(.unknownError(status, messageID: UUID().uuidString), .unknownError(status))
        case .unreachableKeySet:
            return TokenRefusal.unreachableKeySet.answer(messageID: UUID().uuidString)
        case .html(let code):
            return PDSAnswer(HTTPResponse.Status(code: code), contentType: "text/html", body: Self.page(code))
        case .empty(let code):
            return PDSAnswer(HTTPResponse.Status(code: code), contentType: nil, body: [])
        case .late:
            return previous ?? answer
        case .otherRequestID:
            return answer.withRequestID(UUID().uuidString)
        case .crossed:
            return somebodyElse?.answer.withRequestID(UUID().uuidString) ?? answer
        case .otherPatient:
            return somebodyElse?.answer.mirroringIDs(of: call) ?? answer
        case .brokenJSON:
            var broken = answer
            broken.body = Array(answer.body.prefix(answer.body.count * 3 / 5))
            return broken
        case .otherIdentifier, .duplicateKey, .wrongResourceType, .unknownExtension:
            return withChangedPatient(fault)
        }
    }

    private func refusal(_ refusal: PDSRefusal, _ tokenRefusal: TokenRefusal) -> PDSAnswer {
        call.endpoint == .token
            ? tokenRefusal.answer(messageID: UUID().uuidString)
            : refusal.answer.mirroringIDs(of: call)
    }

    private func withChangedPatient(_ fault: Fault) -> PDSAnswer {
        guard let patient = try? JSONValue.parse(answer.body), patient["resourceType"]?.string == "Patient",
            let changed = patient.changed(by: fault, otherNumber: somebodyElse?.number)
        else { return answer }
        var changedAnswer = answer
        changedAnswer.body = changed.serialized()
        return changedAnswer
    }

    private static func page(_ code: Int) -> [UInt8] {
        Array("<html><head><title>\(code)</title></head><body><h1>\(code)</h1><hr>proxy</body></html>\n".utf8)
    }
}

extension PDSAnswer {
    fileprivate func withRequestID(_ id: String) -> PDSAnswer {
        var answer = self
        answer.headers[named: "X-Request-ID"] = id
        return answer
    }
}
