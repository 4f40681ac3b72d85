/// Gathers calls, day by day, until those of a kind are of enough people to be published.
///
/// When a day closes, the calls of each kind that are of five people become a batch. When a week closes, the calls that
/// still wait are gathered by less: by a difference that they share, then by severity, then by verdict alone. What is
/// still of fewer people waits on. The batches of a day depend on no later day.
struct BatchFormation {
    /// Calls that wait.
    private struct Waiting {
        private(set) var calls = 0
        private(set) var subjects: Set<String> = []
        private(set) var days: ClosedRange<EvidenceDay>

        init(on day: EvidenceDay) {
            days = day...day
        }

        var isOfEnough: Bool { subjects.count >= SmallCount.fewest }

        mutating func add(_ call: CountedCall) {
            calls += 1
            if let subject = call.subject { subjects.insert(subject) }
            days = days.lowerBound...call.day
        }

        mutating func add(_ other: Waiting) {
            calls += other.calls
            subjects.formUnion(other.subjects)
            days = min(days.lowerBound, other.days.lowerBound)...max(days.upperBound, other.days.upperBound)
        }
    }

    private(set) var batches: [CallBatches.Batch] = []
    private var waiting: [CallKind: Waiting] = [:]
    private var day: EvidenceDay?
    private var people: Set<String> = []
    private var peopleOfPattern: [String: Set<String>] = [:]

    /// Adds a call of the present day or of a later one.
    mutating func add(_ call: CountedCall) {
        advance(to: call.day)
        waiting[call.kind, default: Waiting(on: call.day)].add(call)
    }

    /// Closes the days before `next`.
    mutating func advance(to next: EvidenceDay) {
        if let day, day < next {
            closeDay()
            if day.monday < next.monday { closeWeek() }
        }
        day = next
    }

    private mutating func closeDay() {
        // In an order that every process has: a person is new in the first batch alone.
        for kind in waiting.keys.sorted() where waiting[kind]?.isOfEnough == true { publish([kind], as: kind) }
    }

    private mutating func closeWeek() {
        for verdict in Verdict.allCases {
            let severities: [Severity?] = Severity.allCases + [nil]
            for severity in severities {
                while let (difference, kinds) = shared(verdict, severity) {
                    publish(kinds, as: CallKind(verdict, severity: severity, differences: [difference]))
                }
                publishIfEnough(as: CallKind(verdict, severity: severity)) { $0.severity == severity }
            }
            publishIfEnough(as: CallKind(verdict)) { _ in true }
        }
    }

    /// The difference that most people of the waiting calls share, with the kinds that have it; nil if too few share any.
    private func shared(_ verdict: Verdict, _ severity: Severity?) -> (CallKind.Difference, [CallKind])? {
        var people: [CallKind.Difference: (subjects: Set<String>, kinds: [CallKind])] = [:]
        for (kind, calls) in waiting where kind.verdict == verdict && kind.severity == severity {
            // A mismatch is counted by what no rule explains.
            for difference in kind.differences where difference.isExplained == (verdict != .mismatch) {
                people[difference, default: ([], [])].subjects.formUnion(calls.subjects)
                people[difference]?.kinds.append(kind)
            }
        }
        let most = people.filter { $0.value.subjects.count >= SmallCount.fewest }.max {
            ($0.value.subjects.count, $1.key.key.description) < ($1.value.subjects.count, $0.key.key.description)
        }
        return most.map { ($0.key, $0.value.kinds) }
    }

    private mutating func publishIfEnough(as kind: CallKind, _ isCounted: (CallKind) -> Bool) {
        let kinds = waiting.keys.filter { $0.verdict == kind.verdict && isCounted($0) }
        let subjects = kinds.reduce(into: Set<String>()) { $0.formUnion(waiting[$1]?.subjects ?? []) }
        if subjects.count >= SmallCount.fewest { publish(kinds, as: kind) }
    }

    /// Publishes the waiting calls of some kinds as one batch.
    private mutating func publish(_ kinds: [CallKind], as kind: CallKind) {
        let parts = kinds.compactMap { waiting.removeValue(forKey: $0) }
        guard var all = parts.first else { return }
        for part in parts.dropFirst() { all.add(part) }
        let before = people.count
        people.formUnion(all.subjects)
        var newOfPattern = 0
        if let pattern = kind.pattern {
            let before = peopleOfPattern[pattern]?.count ?? 0
            peopleOfPattern[pattern, default: []].formUnion(all.subjects)
            newOfPattern = (peopleOfPattern[pattern]?.count ?? 0) - before
        }
        batches.append(
            CallBatches.Batch(
                kind: kind,
                calls: all.calls,
                days: all.days,
                newPeople: people.count - before,
                newPeopleOfPattern: newOfPattern
            )
        )
    }
}
