import SMSPContract

/// The part of an answer that leaves are filled in together.
enum AnswerPart: Sendable, Hashable {
    /// The patient itself: each leaf on its own.
    case patient
    case name
    case address(PostalAddress.Use)
    case telecom
    case practice

    /// True if the part discloses a person's location, and is removed from a restricted record (D28).
    var tellsLocation: Bool {
        switch self {
        case .patient, .name: false
        case .address, .telecom, .practice: true
        }
    }
}

extension SMSPLeaf {
    /// The leaves of a `getPatientDetailsResponse-v1-0`, in its order.
    static let ofPatientDetails = allCases.filter { $0 != .validIdentifier }

    /// The part of the answer that holds the leaf.
    var part: AnswerPart {
        switch self {
        case .nhsNumber, .localIdentifier, .validIdentifier, .administrativeGender, .birthTime, .deceasedTime: .patient
        case .prefix, .given, .otherGiven, .family: .name
        case .correspondencePostalCode, .correspondenceLines: .address(.correspondence)
        case .temporaryPostalCode, .temporaryLines: .address(.temporary)
        case .homePostalCode, .homeLines: .address(.home)
        case .telecomUse, .telecomValue, .telecomUsableFrom, .telecomUsableTo: .telecom
        case .practiceCode, .practiceName, .practicePostalCode, .practiceLines, .practiceTelecom: .practice
        }
    }

    /// The kind of value of the leaf.
    var takes: Transform.Kind {
        switch self {
        case .nhsNumber, .validIdentifier: .nhsNumber
        case .localIdentifier: .requestPart
        case .prefix, .given, .otherGiven, .family, .practiceCode, .practiceName: .text
        case .correspondencePostalCode, .temporaryPostalCode, .homePostalCode, .practicePostalCode: .text
        case .correspondenceLines, .temporaryLines, .homeLines, .practiceLines: .lines
        case .telecomUse, .administrativeGender: .code
        case .telecomValue, .practiceTelecom: .uri
        case .telecomUsableFrom, .telecomUsableTo, .birthTime, .deceasedTime: .date
        }
    }

    /// The codes that the leaf can hold; empty where it takes no code.
    var vocabulary: [String] {
        switch self {
        case .administrativeGender: AdministrativeGender.allCases.map(\.rawValue)
        case .telecomUse: Telecom.Use.allCases.map(\.rawValue)
        default: []
        }
    }

    /// The rules allowed for an absent leaf: only one if the answer requires the leaf.
    var absentRules: [AbsentRule] {
        switch self {
        case .nhsNumber: [.noAnswer]
        case .telecomUse, .telecomValue, .practiceCode: [.entry]
        case .correspondenceLines, .temporaryLines, .homeLines, .practiceLines: [.blank]
        default: part == .patient ? [.omit] : [.omit, .entry]
        }
    }
}
