import Foundation
import SMSPContract

/// One call of a run before it is made.
struct PlannedCall: Sendable {
    let probe: Probe
    let operation: SMSPOperation
    /// The patient of the file that the call is about; nil if none.
    let patient: Int?
    /// The message, as it was meant before ``body`` was made of it.
    var message: RequestMessage
    /// The bytes that are sent instead of the message's.
    var body: [UInt8]?
    var version = "1.1"
    var contentType = "text/xml"
    var soapAction: String?
    var fields: [(name: String, value: String)] = []
    var hasSmallNames = false
    var isChunked = false

    /// The HTTP request.
    var http: HTTPCall {
        let action = soapAction.map { [(name: "SOAPAction", value: $0)] } ?? []
        return HTTPCall(
            version: version,
            fields: [(name: "Content-Type", value: contentType)] + action + fields,
            hasSmallNames: hasSmallNames,
            isChunked: isChunked,
            body: body ?? message.bytes
        )
    }

    /// True if the bytes that are sent hold the message's MessageID.
    var hasMessageID: Bool { body == nil && message.headers.contains(.messageID) }

    /// True if the probe observes how the connection ends.
    var awaitsEnd: Bool { probe == .closing || version == "1.0" }
}

/// Plans the calls of a run.
struct ProbePlan: Sendable {
    let url: String
    let isEncrypted: Bool
    let auditIdentity: String
    let username: String
    let people: ConformancePeople
    /// The operations, in the order of the contract.
    let operations: [SMSPOperation]

    /// All calls, those of the published form first.
    var calls: [PlannedCall] {
        Probe.allCases.flatMap { probe in
            probe.scope(operations).flatMap { operation in
                patients(for: probe).compactMap { call(probe, operation, patient: $0) }
            }
        }
    }

    /// Whom a probe asks about: every known patient in the published form, else the first.
    private func patients(for probe: Probe) -> [Int?] {
        switch probe {
        case .unknownNumber, .nobody, .superseded, .invalidated: [nil]
        case .standard where !people.patients.isEmpty: people.patients.indices.map { $0 }
        default: people.patients.isEmpty ? (probe.needsPatient ? [] : [nil]) : [0]
        }
    }

    private func call(_ probe: Probe, _ operation: SMSPOperation, patient: Int?) -> PlannedCall? {
        guard let question = question(of: probe, operation, patient: patient.map { people.patients[$0] }) else {
            return nil
        }
        guard probe != .expired || isEncrypted else { return nil }
        let message = RequestMessage(
            operation,
            question,
            url: url,
            auditIdentity: auditIdentity,
            username: username
        )
        var call = PlannedCall(
            probe: probe,
            operation: operation,
            patient: patient,
            message: message,
            soapAction: operation.names.action
        )
        call.shape()
        return call
    }

    /// The query of a probe; nil if too little is known for one.
    private func question(
        of probe: Probe,
        _ operation: SMSPOperation,
        patient: ConformancePeople.Patient?
    ) -> Question? {
        let nobody = Question(dateOfBirth: "19000101", gender: "1", given: "Qzxwv", family: "Qzxwvnobody")
        let unknown = Question(nhsNumber: people.unknown, dateOfBirth: "19700101")
        let usual =
            operation.isSearchOnly ? patient.map(\.bySearch) ?? nobody : patient.map(\.byNumber) ?? unknown
        switch probe {
        case .unknownNumber: return unknown
        case .nobody: return nobody
        case .superseded: return people.superseded?.patient.byNumber
        case .invalidated: return people.invalidated?.byNumber
        case .searchByDetails: return patient?.bySearch
        default:
            guard var question = usual else { return nil }
            return question.spoil(as: probe, patient: patient) ? question : nil
        }
    }
}

extension Question {
    /// Changes what a probe is about; false when the patient is not known well enough for it.
    fileprivate mutating func spoil(as probe: Probe, patient: ConformancePeople.Patient?) -> Bool {
        switch probe {
        case .checkDigit: nhsNumber = nhsNumber.map(\.withAnotherCheckDigit)
        case .shortNumber: nhsNumber?.removeLast()
        case .dateWithHour: dateOfBirth? += "00"
        case .partialDate: dateOfBirth?.removeLast(2)
        case .dateMissing: dateOfBirth = nil
        case .unknownGender: gender = "X"
        case .wildcardAlone: family = "*"
        case .longPostcode: postcode = "LX10 4QDX"
        case .localIdentifier:
            localIdentifier = InstanceIdentifier(root: "2.16.840.1.113883.2.1.3.2.4.18.24", extension: "RXX:00001")
        case .wrongDate: dateOfBirth = dateOfBirth?.hasPrefix("1901") == true ? "19550505" : "19010101"
        case .wrongDay, .wrongDayAndName:
            guard let family = patient?.family, let given = patient?.given, let date = dateOfBirth else { return false }
            dateOfBirth = date.dropLast(2) + (date.hasSuffix("01") ? "02" : "01")
            self.given = probe == .wrongDay ? given : "Qzxwv"
            self.family = probe == .wrongDay ? family : "Qzxwvnobody"
        case .upperCase:
            given = given?.uppercased()
            family = family?.uppercased()
        case .wildcard:
            guard let name = family, name.count > 3 else { return false }
            family = name.dropLast() + "*"
        case .postcode:
            guard let code = patient?.postcode else { return false }
            postcode = code
        case .yearOnly: dateOfBirth = dateOfBirth.map { String($0.prefix(4)) }
        default: break
        }
        return true
    }
}

extension String {
    /// The text with its last digit one further.
    fileprivate var withAnotherCheckDigit: String {
        guard let last = last?.wholeNumberValue else { return self }
        return dropLast() + String((last + 1) % 10)
    }
}
