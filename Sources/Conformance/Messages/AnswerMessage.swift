import NHSIdentifiers
import SMSPContract
import XMLTree

/// The SOAP message in an answer, as far as it can be read.
struct AnswerMessage: Sendable, Redacted {
    /// The root element.
    let root: XMLElement
    /// The blocks of the SOAP header.
    let headers: [XMLElement]
    /// The children of the SOAP body.
    let body: [XMLElement]

    /// The message in `bytes`; nil when they are no SOAP 1.1 envelope.
    init?(_ bytes: [UInt8]) {
        guard let root = try? XMLDocument.parse(bytes), root.name.local == "Envelope",
            root.name.namespace == Namespace.soap
        else { return nil }
        self.root = root
        headers = root.first("Header", in: Namespace.soap)?.elements ?? []
        body = root.first("Body", in: Namespace.soap)?.elements ?? []
    }

    /// The fault; nil if there is none.
    var fault: XMLElement? {
        body.first { $0.name.local == "Fault" && $0.name.namespace == Namespace.soap }
    }

    /// `ToolkitErrorInfo` of the fault.
    var errorInfo: XMLElement? {
        fault?.first("detail", in: nil)?.first("ToolkitErrorInfo", in: Namespace.itk)
    }

    /// The ITK envelope.
    var envelope: XMLElement? {
        body.first { $0.name.local == "DistributionEnvelope" && $0.name.namespace == Namespace.itk }
    }

    /// The header of the ITK envelope.
    var itkHeader: XMLElement? { envelope?.first("header", in: Namespace.itk) }

    /// The manifest.
    var manifest: XMLElement? { itkHeader?.first("manifest", in: Namespace.itk) }

    /// The first item of the manifest.
    var manifestItem: XMLElement? { manifest?.first("manifestitem", in: Namespace.itk) }

    /// The first payload of the envelope.
    var itkPayload: XMLElement? {
        envelope?.first("payloads", in: Namespace.itk)?.first("payload", in: Namespace.itk)
    }

    /// The HL7v3 payload.
    var payload: XMLElement? { itkPayload?.elements.first }

    /// The response code, whatever it is.
    var code: String? { payload?.hl7("value")?.attribute("code") }

    /// The payload apart from the code.
    var content: XMLElement? { payload?.hl7("component") ?? payload?.hl7("subject") }

    /// The patient of the content.
    var patient: XMLElement? {
        let identifier = payload?.hl7("component")?.hl7("validIdentifier")
        return (identifier ?? payload)?.hl7("subject")?.hl7("patient")
    }

    /// The NHS number of the content: the first id.
    var nhsNumber: String? { patient?.hl7("id")?.attribute("extension") }

    /// `validIdentifier/value`.
    var isVerified: String? {
        payload?.hl7("component")?.hl7("validIdentifier")?.hl7("value")?.attribute("value")
    }

    /// The payload without the id that each answer has for itself, for comparisons.
    var data: XMLElement? {
        guard var data = payload?.canonical else { return nil }
        let id = data.children.firstIndex { child in
            guard case .element(let element) = child else { return false }
            return element.name.local == "id"
        }
        if let id { data.children.remove(at: id) }
        return data
    }

    /// The WS-Addressing headers of a name.
    func addressing(_ local: String) -> [XMLElement] {
        headers.filter { $0.name.local == local && $0.name.namespace == Namespace.addressing }
    }
}

extension XMLElement {
    /// The first HL7v3 child of a name.
    func hl7(_ local: String) -> XMLElement? { first(local, in: Namespace.hl7) }

    /// The text without white space at either end.
    var trimmedText: String {
        let white: Set<Character> = [" ", "\t", "\n", "\r", "\r\n"]
        var text = Substring(text)
        while let last = text.last, white.contains(last) { text.removeLast() }
        return String(text.drop { white.contains($0) })
    }
}
