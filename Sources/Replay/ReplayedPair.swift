import Bridge
import Evidence
import Foundation
import MappingEngine

/// The result of a mapping for one pair, and the change against another mapping.
public struct ReplayedPair: Encodable, Sendable {
    /// The change of a pair.
    public enum Change: String, Encodable, CaseIterable, Sendable {
        /// It differed, and is equal or explained now.
        case fixed
        /// It was equal or explained, and differs now.
        case broken
        /// It differs, and did so in another way.
        case changed
        /// It is as it was.
        case same
    }

    /// The name of the pair.
    public let pair: String
    /// The verdict; nil where the mapping asks PDS something that the pair holds no answer to.
    public let verdict: String?
    /// The change; nil without another mapping to compare with.
    public let change: Change?
    /// The leaves that differ without a rule that explains it.
    public let differences: [ShownComparison.Difference]
    /// The meaning of the verdict for the mapping.
    let standing: Standing

    /// The meaning of a finding for the mapping.
    enum Standing: Sendable, Equatable {
        /// The answers are equal, or their differences explained.
        case well
        /// A backend reports its own failure: there is nothing to compare.
        case incomparable
        /// The answers differ, or the request to PDS does.
        case differs
    }

    private enum CodingKeys: CodingKey {
        case pair, verdict, change, differences
    }

    /// - Parameter earlier: what the other mapping made of it; nil without one.
    init(
        _ pair: String,
        _ finding: ReplayedMapping.Finding,
        by mapping: ReplayedMapping,
        after earlier: ReplayedMapping.Finding?,
        showsValues: Bool
    ) {
        self.pair = pair
        standing = finding.standing
        change = earlier.map { earlier in
            switch (earlier.standing == .well, finding.standing == .well) {
            case (false, true): .fixed
            case (true, false): .broken
            case (false, false) where earlier.pattern != finding.pattern: .changed
            case (true, true), (false, false): .same
            }
        }
        guard case .compared(let compared) = finding else {
            (verdict, differences) = (nil, [])
            return
        }
        verdict = compared.comparison.verdict.rawValue
        differences = ShownComparison(
            compared.comparison,
            of: compared.operation,
            tables: mapping.tables,
            showsValues: showsValues
        ).differences.filter { $0.rule == nil }
    }

    /// The pair, and a line for each difference.
    var lines: [String] {
        let word = change?.rawValue ?? (standing == .differs ? "differs" : "equal")
        let width = differences.map(\.leaf.count).max() ?? 0
        let head = "\(word.padding(toLength: 7, withPad: " ", startingAt: 0))  \(pair)"
        return [verdict == nil ? head + "  asks PDS something else than is stored" : head]
            + differences.flatMap { $0.lines(leafWidth: width) }
    }
}

extension ReplayedMapping.Finding {
    fileprivate var standing: ReplayedPair.Standing {
        guard case .compared(let compared) = self else { return .differs }
        switch compared.comparison.verdict {
        case .match, .expected: return .well
        case .incomparable, .oneSided, .skewed, .transient: return .incomparable
        case .mismatch: return .differs
        }
    }

    /// The differences of the answers.
    fileprivate var pattern: [String] {
        switch self {
        case .compared(let compared):
            compared.comparison.unexplained.map(\.key.description)
                + [compared.comparison.outcomes.fhir]
        case .asksOtherwise: ["asks otherwise"]
        case .operationUnknown: []
        }
    }
}
