public import XMLTree

/// The published schemas of answer payloads: structure, datatypes and patterns.
///
/// A test holds it equal to the schemas themselves over mutations of answers. What it refuses though a schema would
/// accept it is named at ``ElementType`` and at its data types.
///
/// - SeeAlso: COMT_MT000013GB01, COMT_MT000014GB01, COMT_MT000016GB01.
public enum AnswerSchema {
    /// The place at which `payload` first departs from the schema of its root; nil if it is valid.
    ///
    /// The place is a path of element names, `subject/patient/addr[2]`, and never holds a value. A payload whose root
    /// is no answer's departs at its root, `.`.
    public static func offence(in payload: XMLElement) -> String? {
        guard payload.name.namespace == Namespace.hl7, let type = SMSPOperation.answerTypes[payload.name.local] else {
            return "."
        }
        guard let path = type.offence(in: payload) else { return nil }
        return path.isEmpty ? "." : path.joined(separator: "/")
    }
}

extension ElementType {
    /// The path to the innermost element that makes `element` invalid; empty for `element` itself, nil when it is
    /// valid.
    fileprivate func offence(in element: XMLElement, isNillable: Bool = false) -> [String]? {
        guard !accepts(element, isNillable: isNillable) else { return nil }
        for (child, place) in zip(element.elements, element.places) {
            guard let particle = particle(for: child),
                let path = particle.type.offence(in: child, isNillable: particle.isNillable)
            else { continue }
            return [place] + path
        }
        return []
    }

    /// The particle that a child would be; nil when the type has no child of its name.
    private func particle(for child: XMLElement) -> Particle? {
        let particles: [Particle] =
            switch content {
            case .sequence(let particles, _): particles
            case .oneOf(let sequences): sequences.flatMap(\.self)
            case .empty, .text, .fixedText: []
            }
        return particles.first { $0.local == child.name.local && child.name.namespace == Namespace.hl7 }
    }
}

extension XMLElement {
    /// The names of the child elements, with their number where several share one.
    fileprivate var places: [String] {
        var seen: [String: Int] = [:]
        return elements.map { child in
            let name = child.name.local
            seen[name, default: 0] += 1
            let isAlone = elements.count { $0.name.local == name } == 1
            return isAlone ? name : "\(name)[\(seen[name] ?? 1)]"
        }
    }
}
