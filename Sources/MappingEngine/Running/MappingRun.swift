import JSONTree
import PDSFHIR
import SMSPContract

/// The leaves that one entry, or the record itself, filled.
typealias FilledLeaves = [SMSPLeaf: MappedValue]

/// One record on its way through a plan.
struct MappingRun {
    let plan: MappingPlan
    let record: LocatedValue
    let localIdentifier: InstanceIdentifier?
    let practices: PracticeDirectory
    let walk: RecordWalk
    let profile: SiteProfile
    let confidentiality: Confidentiality
    private(set) var diagnostics: [MappingDiagnostic] = []
    private(set) var provenance: [Provenance] = []

    /// The parts of the answer that the record fills; nil when a row without which there is no answer is empty.
    mutating func parts() -> [AnswerPart: [FilledLeaves]]? {
        diagnostics += plan.leaves.unlisted(in: record.value).diagnostics
        if let label = confidentiality.unknownLabel { diagnostics.append(MappingDiagnostic(label)) }
        guard let patient = fill(plan.rows, from: record, practice: nil, index: 0) else { return nil }
        var parts: [AnswerPart: [FilledLeaves]] = [.patient: [patient]]
        for group in plan.groups where confidentiality == .unrestricted || !group.isRemovedWhenRestricted {
            for entry in entries(of: group) {
                let practice = group.practiceCode.flatMap { registered(in: entry, code: $0) }
                let index = parts[group.part]?.count ?? 0
                guard let filled = fill(group.rows, from: entry, practice: practice, index: index) else { continue }
                parts[group.part, default: []].append(filled)
            }
        }
        return parts
    }

    /// The entries that the group's rows fill from.
    private mutating func entries(of group: MappingPlan.Group) -> [LocatedValue] {
        var notes: [MappingDiagnostic.Kind] = []
        var found = walk.values(group.entries, from: record) { notes.append($0) }
        diagnostics += notes.map { MappingDiagnostic($0, row: group.id) }
        if let codes = group.codes, let target = group.target {
            found = found.filter { entry in
                codes.translation(of: codes.keys.map { entry.value[$0]?.string ?? "" }) == .target(target)
            }
        }
        guard group.take != .each, found.count > 1 else { return found }
        diagnostics.append(MappingDiagnostic(.severalCurrent, row: group.id))
        let takesLatest = group.take == .latest || group.obeysSeveralCurrent && profile.severalCurrent == .latestStart
        let latest = takesLatest ? FHIRPeriod.latestStart(of: found) { $0.value["period"] } : found[0]
        return [latest].compactMap(\.self)
    }

    private func registered(in entry: LocatedValue, code: [PathExpression.Step]) -> Practice? {
        walk.values(code, from: entry).first?.value.string.flatMap { practices.practice(odsCode: $0) }
    }

    /// The leaves that `rows` fill from `entry`; nil if a missing row forbids the entry or the answer.
    private mutating func fill(
        _ rows: [MappingPlan.Row],
        from entry: LocatedValue,
        practice: Practice?,
        index: Int
    ) -> FilledLeaves? {
        var filled: FilledLeaves = [:]
        var sources: [Provenance] = []
        for row in rows where !row.needsFullNames || profile.names == .full {
            if let (value, from) = value(of: row, in: entry, practice: practice) {
                filled[row.leaf] = value
                sources.append(Provenance(leaf: row.leaf, index: index, row: row.id, place: row.place, sources: from))
            } else if row.absent == .entry {
                return nil
            } else if row.absent == .noAnswer {
                diagnostics.append(MappingDiagnostic(.noAnswer, row: row.id, leaf: row.leaf))
                return nil
            }
        }
        if filled[.given] == nil, filled.removeValue(forKey: .otherGiven) != nil {
            diagnostics.append(MappingDiagnostic(.noFirstGivenName, leaf: .otherGiven))
            sources.removeAll { $0.leaf == .otherGiven }
        }
        provenance += sources
        return filled
    }

    /// The value of a row and its path; nil if there is none, or none remains.
    private mutating func value(
        of row: MappingPlan.Row,
        in entry: LocatedValue,
        practice: Practice?
    ) -> (MappedValue, [Provenance.Source])? {
        if case .localIdentifier? = row.sources.first {
            return localIdentifier.map { (.localIdentifier($0), [.request(RequestPart.localIdentifier.path)]) }
        }
        var texts: [[String?]] = []
        var places: [Provenance.Source] = []
        for source in row.sources {
            switch source {
            case .record(let steps): texts.append(self.texts(steps, from: record, of: row, places: &places))
            case .entry(let steps): texts.append(self.texts(steps, from: entry, of: row, places: &places))
            case .practice(let field):
                texts.append(practice.map(field.values) ?? [])
                places.append(.practice(field.path))
            case .localIdentifier: return nil
            }
        }
        var notes: [MappingDiagnostic.Kind] = []
        let value = row.transform(texts, codes: row.codes) { notes.append($0) }
        diagnostics += notes.map { MappingDiagnostic($0, row: row.id, leaf: row.leaf) }
        return value.map { ($0, places) }
    }

    /// The texts that `steps` find, a nil being a null or a value of another type in its place.
    private mutating func texts(
        _ steps: [PathExpression.Step],
        from start: LocatedValue,
        of row: MappingPlan.Row,
        places: inout [Provenance.Source]
    ) -> [String?] {
        walk.values(steps, from: start).map { found in
            switch found.value {
            case .string(let text):
                places.append(.record(JSONPath(found.path)))
                return text
            case .null: return nil
            case .object, .array, .number, .bool:
                diagnostics.append(MappingDiagnostic(.wrongType, row: row.id, leaf: row.leaf))
                return nil
            }
        }
    }
}

extension Confidentiality {
    /// The alarm of a label that is missing or unknown; nil for one that PDS documents.
    fileprivate var unknownLabel: MappingDiagnostic.Kind? {
        switch self {
        case .unrestricted, .restricted, .veryRestricted, .redacted: nil
        case .unknown(let code): .unknownSecurityLabel(ValueToken(code))
        case .missing: .unknownSecurityLabel(nil)
        }
    }
}
