import SMSPContract

/// The telecoms of two answers, each held against the one that says the same, or else against one of the same use.
///
/// An answer may hold any number of them, and their order says nothing of what they are: it is a difference of its own.
struct TelecomPairs {
    private struct Telecom {
        let use: String?
        let value: String?
        let from: String?
        let to: String?

        init(_ answer: ComparedAnswer, _ entry: Int) {
            use = answer.value(.telecomUse, in: entry)
            value = answer.value(.telecomValue, in: entry)
            from = answer.value(.telecomUsableFrom, in: entry)
            to = answer.value(.telecomUsableTo, in: entry)
        }
    }

    private(set) var pairs: [LeafPairs.Pair] = []

    private static let leaves: [SMSPLeaf] = [.telecomUse, .telecomValue, .telecomUsableFrom, .telecomUsableTo]

    init(_ legacy: ComparedAnswer, _ fhir: ComparedAnswer) {
        let one = legacy.entries(of: Self.leaves).map { Telecom(legacy, $0) }
        let other = fhir.entries(of: Self.leaves).map { Telecom(fhir, $0) }
        var (left, right) = (Array(one.indices), Array(other.indices))
        var found: [(Int, Int)] = []
        // What says the same in every part first, then less and less of it.
        let likenesses: [(Telecom, Telecom) -> Bool] = [
            { $0.value == $1.value && $0.use == $1.use && $0.from == $1.from },
            { $0.value == $1.value && $0.use == $1.use }, { $0.value == $1.value },
            { $0.value?.digits == $1.value?.digits && $0.value?.digits.isEmpty == false }, { $0.use == $1.use },
        ]
        for isAlike in likenesses {
            for index in left {
                guard let match = right.first(where: { isAlike(one[index], other[$0]) }) else { continue }
                found.append((index, match))
                left.removeAll { $0 == index }
                right.removeAll { $0 == match }
            }
        }
        found.sort { $0.0 < $1.0 }
        for (index, match) in found { add(one[index], other[match]) }
        if found.map(\.1) != found.map(\.1).sorted() { add(.telecomValue, [], [], .order) }
        for index in left { addUnpaired(one[index], .missingFHIR, beside: other) }
        for index in right { addUnpaired(other[index], .missingLegacy, beside: one) }
    }

    private mutating func add(_ one: Telecom, _ other: Telecom) {
        add(.telecomUse, one.use, other.use)
        add(.telecomValue, one.value, other.value)
        add(.telecomUsableFrom, one.from, other.from)
        add(.telecomUsableTo, one.to, other.to)
    }

    private mutating func add(_ leaf: SMSPLeaf, _ legacy: String?, _ fhir: String?) {
        guard legacy != fhir else { return }
        add(leaf, legacy.map { [$0] } ?? [], fhir.map { [$0] } ?? [], nil)
    }

    /// A telecom of one side only: said twice there, or not on the other side at all.
    private mutating func addUnpaired(_ telecom: Telecom, _ missing: DifferenceShape, beside others: [Telecom]) {
        let value = telecom.value.map { [$0] } ?? []
        let isRepeat = others.contains { $0.value == telecom.value }
        let (legacy, fhir) = missing == .missingFHIR ? (value, []) : ([], value)
        add(.telecomValue, legacy, fhir, isRepeat ? .extraRepeat : missing)
    }

    private mutating func add(
        _ leaf: SMSPLeaf,
        _ legacy: [String],
        _ fhir: [String],
        _ shape: DifferenceShape?
    ) {
        pairs.append(LeafPairs.Pair(leaf: .leaf(leaf), legacy: legacy, fhir: fhir, shape: shape))
    }
}
