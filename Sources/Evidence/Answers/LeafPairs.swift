import SMSPContract

/// The leaves of two answers, each with the one that it is to be held against.
///
/// The leaves of one entry stay together: names and addresses of one use are paired in their order, telecoms by what
/// they say, so that two people who swapped surnames differ although the same surnames are there.
struct LeafPairs {
    /// A leaf of both answers.
    struct Pair {
        let leaf: ComparedLeaf
        let legacy: [String]
        let fhir: [String]
        /// The shape, if the pairing gives it.
        var shape: DifferenceShape?
    }

    private(set) var pairs: [Pair] = []

    private static let single: [SMSPLeaf] = [
        .nhsNumber, .localIdentifier, .validIdentifier, .administrativeGender, .birthTime, .deceasedTime,
        .practiceCode, .practiceName, .practicePostalCode, .practiceTelecom,
    ]
    private static let name: [SMSPLeaf] = [.prefix, .given, .otherGiven, .family]
    private static let addresses: [(postalCode: SMSPLeaf, lines: SMSPLeaf)] = [
        (.correspondencePostalCode, .correspondenceLines), (.temporaryPostalCode, .temporaryLines),
        (.homePostalCode, .homeLines),
    ]

    /// The outcomes alone.
    init(outcomesOf legacy: ComparedAnswer, _ fhir: ComparedAnswer) {
        pairs = [Pair(leaf: .outcome, legacy: [legacy.outcome], fhir: [fhir.outcome])]
    }

    /// All leaves of two answers.
    init(_ legacy: ComparedAnswer, _ fhir: ComparedAnswer) {
        self.init(outcomesOf: legacy, fhir)
        if legacy.hasLocation != fhir.hasLocation {
            pairs.append(
                Pair(leaf: .location, legacy: [], fhir: [], shape: legacy.hasLocation ? .missingFHIR : .missingLegacy)
            )
        }
        for leaf in Self.single { add(leaf, legacy.values(leaf), fhir.values(leaf)) }
        add(.practiceLines, legacy.lines(.practiceLines, in: 0), fhir.lines(.practiceLines, in: 0))
        for (one, other) in entries(of: Self.name, repeated: .family, legacy, fhir) {
            for leaf in Self.name { add(leaf, legacy, one, fhir, other) }
        }
        for (postalCode, lines) in Self.addresses {
            for (one, other) in entries(of: [postalCode, lines], repeated: lines, legacy, fhir) {
                add(postalCode, legacy, one, fhir, other)
                add(lines, one.map { legacy.lines(lines, in: $0) } ?? [], other.map { fhir.lines(lines, in: $0) } ?? [])
            }
        }
        pairs += TelecomPairs(legacy, fhir).pairs
    }

    /// The entries of both answers in their order, at least one of them in each pair; what one side has more of, beside
    /// a pair of both, is an extra repeat.
    private mutating func entries(
        of kinds: [SMSPLeaf],
        repeated: SMSPLeaf,
        _ legacy: ComparedAnswer,
        _ fhir: ComparedAnswer
    ) -> [(legacy: Int?, fhir: Int?)] {
        let (one, other) = (legacy.entries(of: kinds), fhir.entries(of: kinds))
        guard let first = one.first, let second = other.first else { return [(one.first, other.first)] }
        for _ in 0..<abs(one.count - other.count) {
            pairs.append(Pair(leaf: .leaf(repeated), legacy: [], fhir: [], shape: .extraRepeat))
        }
        return [(first, second)] + zip(one.dropFirst(), other.dropFirst()).map { ($0, $1) }
    }

    private mutating func add(
        _ leaf: SMSPLeaf,
        _ legacy: ComparedAnswer,
        _ one: Int?,
        _ fhir: ComparedAnswer,
        _ other: Int?
    ) {
        let values = (one.flatMap { legacy.value(leaf, in: $0) }, other.flatMap { fhir.value(leaf, in: $0) })
        add(leaf, values.0.map { [$0] } ?? [], values.1.map { [$0] } ?? [])
    }

    private mutating func add(_ leaf: SMSPLeaf, _ legacy: [String], _ fhir: [String]) {
        guard legacy != fhir else { return }
        pairs.append(Pair(leaf: .leaf(leaf), legacy: legacy, fhir: fhir))
    }
}
