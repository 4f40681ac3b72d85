public import Evidence
import SMSPContract
import Synchronization

/// A leaf of PDS records that the mapping tables do not know, or in which a value is not on their closed list.
public struct UnmappedLeaf: Sendable, Equatable, Codable {
    /// The alarm that it raised, once.
    public let alarm: String
    /// The path of the leaf, without values; empty for a security label.
    public let path: String
    /// The number of calls whose record had it, since the start of the process, in steps of five.
    public let calls: SmallCount
}

/// The leaves and values that records had and the mapping tables do not, since the start of the process.
///
/// The day on which PDS adds a field, every record has it. The first one alarms an operator; the others are counted.
///
/// - SeeAlso: decisions D67, D71.
public final class UnmappedLeaves: Sendable {
    /// One cause of an alarm.
    private struct Cause: Hashable {
        let mapping, name, place: String
        let value: ValueToken?
    }

    /// The number of causes that are told apart: a body that is no PDS record may have any number of leaves.
    private static let limit = 1000

    private let causes = Mutex<[Cause: Int]>([:])

    /// No leaves yet.
    public init() {}

    /// Counts the causes among `diagnostics`, and returns these with the alarm of each cause that was met before under
    /// `mapping` turned into a remark.
    ///
    /// - Parameter mapping: the content hash of the tables.
    func settle(_ diagnostics: [CallDiagnostic], mapping: String) -> [CallDiagnostic] {
        causes.withLock { causes in
            diagnostics.map { diagnostic in
                guard case .once(let value) = diagnostic.alarm else { return diagnostic }
                var cause = Cause(mapping: mapping, name: diagnostic.name, place: diagnostic.place, value: value)
                if causes[cause] == nil, causes.count >= Self.limit {
                    cause = Cause(mapping: mapping, name: diagnostic.name, place: "others", value: nil)
                }
                causes[cause, default: 0] += 1
                let isFirst = causes[cause] == 1
                return CallDiagnostic(cause.name, at: cause.place, alarm: isFirst ? diagnostic.alarm : .never)
            }
        }
    }

    /// The leaves met under `mapping`, by alarm and path.
    func leaves(of mapping: String) -> [UnmappedLeaf] {
        let met = causes.withLock { $0.filter { $0.key.mapping == mapping } }
        return Dictionary(grouping: met, by: { [$0.key.name, $0.key.place] })
            .sorted { $0.key.lexicographicallyPrecedes($1.key) }
            .map { place, causes in
                let calls = causes.map(\.value).reduce(0, +)
                return UnmappedLeaf(alarm: place[0], path: place[1], calls: SmallCount(inSteps: calls))
            }
    }
}
