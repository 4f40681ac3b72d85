public import SMSPContract

/// Something that an operator, an auditor or an analyst should know of how a record became an answer.
///
/// It names rows, leaves and paths, never a value.
public struct MappingDiagnostic: Sendable, Hashable {
    /// The event.
    public enum Kind: Sendable, Hashable {
        /// A leaf without which there is no valid answer is empty (D11).
        case noAnswer
        /// A value that is no NHS number was left out.
        case noNHSNumber
        /// A date that no calendar has was left out, or the entry whose period it bounds (D11).
        case impossibleDate
        /// A value that is only white space was left out, or its line left blank (D11, D15).
        case whiteSpaceOnly
        /// Characters that XML cannot carry were removed (D11).
        case forbiddenCharacters
        /// Characters that the schema refuses in a URI were percent-encoded (D16).
        case percentEncoded
        /// Lines beyond those that an address has were left out.
        case surplusLines
        /// A value of another JSON type than the path's was left out.
        case wrongType
        /// Other given names were left out because there is no first one.
        case noFirstGivenName
        /// More than one current entry could have answered; one was taken (D17).
        case severalCurrent
        /// The record's security label is missing or unknown: it was treated as restricted (D28). The token tells
        /// labels apart; it is nil for a missing one.
        case unknownSecurityLabel(ValueToken?)
        /// The record has a leaf that no table knows, at this path without values.
        case unmappedLeaf(String)
        /// The value at this path, which is written without values, is not on the closed list of the leaf, or is absent
        /// where it tells entries apart: what it belongs to was left out (D67).
        case unlistedValue(String)
    }

    /// The severity.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// For the audit trail.
        case note
        /// Something of the record is missing from the answer, or was changed.
        case warning
        /// An operator has to look at it.
        case alarm
    }

    /// The event.
    public let kind: Kind
    /// The row or group it happened in; nil where none is concerned.
    public let row: String?
    /// The leaf of the answer that is concerned; nil where it is a group or the whole answer.
    public let leaf: SMSPLeaf?

    /// A diagnostic of these parts.
    public init(_ kind: Kind, row: String? = nil, leaf: SMSPLeaf? = nil) {
        self.kind = kind
        self.row = row
        self.leaf = leaf
    }

    /// The severity.
    public var severity: Severity {
        switch kind {
        case .noAnswer, .unknownSecurityLabel, .unmappedLeaf, .unlistedValue: .alarm
        case .noNHSNumber, .impossibleDate, .whiteSpaceOnly, .forbiddenCharacters, .surplusLines, .wrongType,
            .noFirstGivenName:
            .warning
        case .percentEncoded, .severalCurrent: .note
        }
    }

    /// The event as a fixed word: a metric label.
    public var name: String {
        switch kind {
        case .noAnswer: "noAnswer"
        case .noNHSNumber: "noNHSNumber"
        case .impossibleDate: "impossibleDate"
        case .whiteSpaceOnly: "whiteSpaceOnly"
        case .forbiddenCharacters: "forbiddenCharacters"
        case .percentEncoded: "percentEncoded"
        case .surplusLines: "surplusLines"
        case .wrongType: "wrongType"
        case .noFirstGivenName: "noFirstGivenName"
        case .severalCurrent: "severalCurrent"
        case .unknownSecurityLabel: "unknownSecurityLabel"
        case .unmappedLeaf: "unmappedLeaf"
        case .unlistedValue: "unlistedValue"
        }
    }

    /// The place: the path of the unmapped leaf or the unlisted value, else the leaf of the answer, else the row or group.
    public var place: String {
        switch kind {
        case .unmappedLeaf(let path), .unlistedValue(let path): path
        default: leaf?.rawValue ?? row ?? ""
        }
    }
}
