import JSONTree
import PDSFHIR

/// A value of a record and its path.
struct LocatedValue {
    let value: JSONValue
    let path: [JSONPath.Step]
}

/// Walks paths through a record, judging "current" by one date (D44).
struct RecordWalk {
    let date: CalendarDate

    /// The values that `steps` find from `start` on, in the order of the record.
    ///
    /// - Parameter note: called for each entry that is skipped because its period cannot be read.
    func values(
        _ steps: [PathExpression.Step],
        from start: LocatedValue,
        note: (MappingDiagnostic.Kind) -> Void = { _ in }
    ) -> [LocatedValue] {
        steps.reduce([start]) { found, step in found.flatMap { values(step, of: $0, note: note) } }
    }

    private func values(
        _ step: PathExpression.Step,
        of parent: LocatedValue,
        note: (MappingDiagnostic.Kind) -> Void
    ) -> [LocatedValue] {
        guard let value = parent.value[step.name] else { return [] }
        let child = LocatedValue(value: value, path: parent.path + [.key(step.name)])
        switch step.selector {
        case nil: return [child]
        case .all: return elements(of: child, from: 0)
        case .at(let position): return Array(elements(of: child, from: position).prefix(1))
        case .from(let position): return elements(of: child, from: position)
        case .filtered(let filters):
            let entries = if case .array = value { elements(of: child, from: 0) } else { [child] }
            return entries.filter { entry in filters.allSatisfy { passes(entry.value, $0, note: note) } }
        }
    }

    private func elements(of list: LocatedValue, from position: Int) -> [LocatedValue] {
        list.value.elements.enumerated().dropFirst(position).map { index, element in
            LocatedValue(value: element, path: list.path + [.index(index)])
        }
    }

    private func passes(
        _ entry: JSONValue,
        _ filter: PathExpression.Filter,
        note: (MappingDiagnostic.Kind) -> Void
    ) -> Bool {
        switch filter {
        case .equals(let name, let text): return entry[name]?.string == text
        case .current:
            let period = FHIRPeriod(entry["period"])
            if !period.isReadable { note(.impossibleDate) }
            return period.isCurrent(on: date)
        }
    }
}
