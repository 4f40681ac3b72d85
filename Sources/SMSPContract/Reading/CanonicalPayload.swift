public import NHSIdentifiers
import XMLTree

/// The payload of an answer in the one form that all payloads of the same content share.
///
/// Prefixes, the order of attributes and white space between elements are gone, and so is the payload's own `id`, which
/// is another in every message. What is left differs only where the answers do.
public struct CanonicalPayload: Sendable, Equatable, Redacted {
    private let root: XMLElement

    /// The canonical form of the payload in `bytes`; nil when they hold no ITK payload.
    public init?(_ bytes: [UInt8]) {
        guard let message = try? SOAPMessage(bytes), var payload = message.payloadRoot?.canonical else { return nil }
        payload.children.removeAll { $0.element?.name.local == "id" }
        root = payload.withoutIndentation
    }
}

extension XMLElement {
    /// The element without the white space between child elements.
    fileprivate var withoutIndentation: XMLElement {
        let hasElements = children.contains { $0.element != nil }
        var result = self
        result.children = children.compactMap { child in
            switch child {
            case .element(let element): .element(element.withoutIndentation)
            case .text(let text): hasElements && text.allSatisfy(\.isWhitespace) ? nil : child
            }
        }
        return result
    }
}

extension XMLNode {
    fileprivate var element: XMLElement? {
        guard case .element(let element) = self else { return nil }
        return element
    }
}
