import SMSPContract

/// `responses/patient-details.yaml` as it is written: names are not yet resolved.
struct ResponseTable: Sendable {
    var groups: [EntryGroup] = []
    var rows: [ResponseRow] = []
    /// The loss that applies to every leaf.
    var loss = ""
}

/// A choice of entries from which rows fill together, so that no two leaves of one address come from two.
struct EntryGroup: Sendable {
    /// The number of matching entries in the answer.
    enum Take: String, Sendable, CaseIterable {
        /// The first; the profile may choose another (D17).
        case first
        /// The one that started last, the first of those that started together (D17).
        case latest
        /// All.
        case each
    }
    /// The treatment of the group's leaves if the record is restricted (D28).
    enum WhenRestricted: String, Sendable, CaseIterable { case keep, remove }

    /// A choice by a code table: the entries that it translates to `target`.
    struct Coded: Sendable {
        let table: String
        let target: String
    }

    let id: String
    let place: SourceLine
    let entries: PathExpression
    let coded: Coded?
    let take: Take
    let profileSwitch: ProfileSwitch?
    /// The path, in the entry, of the ODS code to look up in the practice directory; nil if it is not used.
    let practiceCode: PathExpression?
    let whenRestricted: WhenRestricted
    let hazards: [String]
}

/// A row: how one leaf of the answer is filled.
struct ResponseRow: Sendable {
    let id: String
    let place: SourceLine
    /// The group from whose entry the row fills; nil when it fills from the record.
    let group: String?
    let target: SMSPLeaf
    let sources: [PathExpression]
    let transform: Transform
    let codes: String?
    let absent: AbsentRule
    let profileSwitch: ProfileSwitch?
    let spec: String
    let loss: String?
    let hazards: [String]
}

/// The rule for a leaf without a value, or whose value was removed.
enum AbsentRule: String, Sendable, CaseIterable {
    /// The leaf is left out.
    case omit
    /// The lines are there and blank.
    case blank
    /// The whole entry of the group is left out.
    case entry
    /// There is no answer: SMSP-0002 (D11).
    case noAnswer
}

/// A switch of a site's profile that the table names.
enum ProfileSwitch: String, Sendable, CaseIterable {
    /// On a row: the leaf is given only where `names` is `full` (D13).
    case names
    /// On a group: which of several current entries is taken, the first or the one that started last (D17).
    case severalCurrent
}
