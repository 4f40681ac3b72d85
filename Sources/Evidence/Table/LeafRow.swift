import SMSPContract
import StrictYAML

/// The method by which a leaf is compared, and the severity of each shape.
struct LeafRow: Sendable {
    /// The method by which two values of a leaf are compared.
    enum Method: String, Sendable, CaseIterable {
        /// As text.
        case text
        /// As a date, YYYYMMDD or less of it.
        case date
        /// As a code of a closed list.
        case code
        /// As the lines of an address.
        case lines
        /// Only by whether there is any.
        case presence
    }

    let leaf: ComparedLeaf
    /// `file:line` of the row.
    let place: String
    let hazard: String
    private let method: Method
    private let standard: Severity?
    private let byShape: [DifferenceShape: Severity]
    /// Codes that mean the same, in sets.
    private let equivalent: [Set<String>]

    init(_ yaml: YAMLValue, leaf: ComparedLeaf) {
        self.leaf = leaf
        place = "\(yaml.file):\(yaml.line)"
        hazard = yaml.at("hazard").string
        method = yaml.at("compare").choice()
        standard = Severity(rawValue: yaml.at("severity").string)
        byShape = Dictionary(
            (yaml["shapes"]?.entries ?? []).map { (DifferenceShape(rawValue: $0.key), $0.value.string) }
                .compactMap { shape, severity in
                    shape.flatMap { shape in Severity(rawValue: severity).map { (shape, $0) } }
                }
        ) { first, _ in first }
        equivalent = (yaml["equivalent"]?.elements ?? []).map { Set($0.elements.map(\.string)) }
    }

    /// The shape of a difference; nil when the two say the same.
    func shape(of pair: LeafPairs.Pair) -> DifferenceShape? {
        switch method {
        case .text: TextShape.of(pair.legacy.first, pair.fhir.first)
        case .date: DateShape.of(pair.legacy.first, pair.fhir.first)
        case .lines: LineShape.of(pair.legacy, pair.fhir)
        case .code: codeShape(pair.legacy.first, pair.fhir.first)
        case .presence: nil
        }
    }

    /// The severity of a shape; nil if the row is about other shapes only.
    func severity(of shape: DifferenceShape) -> Severity? { byShape[shape] ?? standard }

    private func codeShape(_ legacy: String?, _ fhir: String?) -> DifferenceShape? {
        guard let legacy else { return fhir.map { _ in .missingLegacy } }
        guard let fhir else { return .missingFHIR }
        guard legacy != fhir else { return nil }
        return equivalent.contains { $0.contains(legacy) && $0.contains(fhir) } ? .codeEquivalent : .codeDifferent
    }
}

extension YAMLValue {
    /// The text as one of a closed list, whose words the shape takes from the same list.
    func choice<Choice: RawRepresentable<String>>() -> Choice {
        guard let choice = Choice(rawValue: string) else {
            preconditionFailure("\(file):\(line): \(path): the shape allows a word that \(Choice.self) does not have")
        }
        return choice
    }
}
