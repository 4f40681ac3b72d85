import Foundation
public import SMSPContract

/// An SMSP answer in words, for a person at a terminal.
public enum AnswerText {
    /// The lines of an answer: the code and its meaning, then a line for each value of the person.
    public static func lines(of answer: ReceivedAnswer) -> [String] {
        switch answer {
        case .fault(let faultCode, let errorCode, let text):
            return ["fault \(faultCode)\(errorCode.map { " \($0)" } ?? "")", text.map { "  " + $0 }].compactMap(\.self)
        case .coded(_, let code, let leaves):
            return [described(code)]
                + groups(of: leaves).map { label, values in
                    "  " + label.padding(toLength: labelWidth, withPad: " ", startingAt: 0)
                        + values.joined(separator: ", ")
                }
        }
    }

    /// An answer as pairs of what a part is called and what it says, the outcome first.
    static func parts(of answer: ReceivedAnswer) -> [(label: String, value: String)] {
        switch answer {
        case .fault(let faultCode, let errorCode, _):
            [("outcome", (["fault", faultCode, errorCode] as [String?]).spaced)]
        case .coded(_, let code, let leaves):
            [("outcome", described(code))] + groups(of: leaves).map { ($0, $1.joined(separator: ", ")) }
        }
    }

    /// The width of a column of labels.
    static let labelWidth = 24

    /// A response code and what it means.
    private static func described(_ code: String) -> String {
        code + (ResponseCode(rawValue: code).map { "  " + $0.meaning } ?? "")
    }

    /// Leaves that share one label, blank ones left out; each contact is a group of its own.
    private static func groups(of leaves: [ReceivedLeaf]) -> [(label: String, values: [String])] {
        leaves.reduce(into: []) { groups, leaf in
            guard !leaf.value.isEmpty else { return }
            let label = leaf.leaf.label
            if groups.last?.label == label, leaf.leaf != .telecomUse {
                groups[groups.count - 1].values.append(leaf.leaf.words(for: leaf.value))
            } else {
                groups.append((label, [leaf.leaf.words(for: leaf.value)]))
            }
        }
    }
}

/// An answer for programs: `code` and `leaves`, or `fault`.
public struct AnswerObject: Encodable, Sendable {
    /// One leaf of the answer.
    struct Leaf: Encodable {
        let leaf: String
        let value: String
    }

    /// A SOAP fault.
    struct Fault: Encodable {
        let faultCode: String
        let errorCode: String?
        let diagnosticText: String?
    }

    private var code: String?
    private var leaves: [Leaf]?
    private var fault: Fault?

    /// The object of `answer`.
    public init(_ answer: ReceivedAnswer) {
        switch answer {
        case .coded(_, let code, let leaves):
            self.code = code
            self.leaves = leaves.map { Leaf(leaf: $0.leaf.rawValue, value: $0.value) }
        case .fault(let faultCode, let errorCode, let text):
            fault = Fault(faultCode: faultCode, errorCode: errorCode, diagnosticText: text)
        }
    }
}

extension [String?] {
    /// The words that are there, with spaces between them.
    fileprivate var spaced: String { compactMap(\.self).joined(separator: " ") }
}

extension ResponseCode {
    /// The meaning of the code, in a few words.
    fileprivate var meaning: String {
        switch self {
        case .success: "success"
        case .inputInvalid: "input not valid"
        case .responseInvalid: "no valid answer can be made"
        case .localStore: "from a local store"
        case .couldNotConnect: "could not connect to Spine"
        case .softwareFailure: "provider failure"
        case .noMatch: "no match"
        case .multipleMatches: "multiple matches"
        case .superseded: "superseding NHS number returned"
        case .invalidated: "NHS number invalidated"
        case .notVerified: "NHS number not verified"
        case .notNewStyle: "not a new-style NHS number"
        case .spineError: "Spine service error"
        }
    }
}

extension SMSPLeaf {
    /// The label of the leaf in a list for a person.
    fileprivate var label: String {
        switch self {
        case .nhsNumber: "NHS number"
        case .localIdentifier: "local identifier"
        case .validIdentifier: "valid for the person"
        case .prefix: "title"
        case .given: "forename"
        case .otherGiven: "other given names"
        case .family: "surname"
        case .correspondencePostalCode, .correspondenceLines: "correspondence address"
        case .temporaryPostalCode, .temporaryLines: "temporary address"
        case .homePostalCode, .homeLines: "home address"
        case .telecomUse, .telecomValue, .telecomUsableFrom, .telecomUsableTo: "contact"
        case .administrativeGender: "gender"
        case .birthTime: "born"
        case .deceasedTime: "died"
        case .practiceCode: "practice"
        case .practiceName: "practice name"
        case .practicePostalCode, .practiceLines: "practice address"
        case .practiceTelecom: "practice telephone"
        }
    }

    /// A value of the leaf with the word that distinguishes it from others of its label.
    fileprivate func words(for value: String) -> String {
        switch self {
        case .telecomUsableFrom: "from \(value)"
        case .telecomUsableTo: "to \(value)"
        default: value
        }
    }
}
