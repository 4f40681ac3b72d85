import Foundation
import SMSPContract
import XMLTree

/// The published schemas of answers, applied to whole messages: the ITK envelope, the payload, and the error
/// information of a fault.
public enum PublishedAnswerSchema {
    /// Why a message is not valid.
    public struct Invalid: Error, Equatable {
        /// Which part of the message.
        public let part: String
    }

    private static let schemas = [
        "verifyNHSNumberResponse-v1-0": "COMT_MT000013GB01.xsd",
        "getNHSNumberResponse-v1-0": "COMT_MT000014GB01.xsd",
        "getPatientDetailsResponse-v1-0": "COMT_MT000016GB01.xsd",
        "DistributionEnvelope": "distributionEnvelope-v2-0.xsd",
        "ToolkitErrorInfo": "ITKMessageTypes-2010-05.xsd",
    ]

    /// Throws unless every part of `message` that a published schema is about is valid against it.
    ///
    /// Each part is written as a document of its own, so that libxml2 reads what a client would cut out.
    public static func expectValid(_ message: [UInt8]) throws {
        guard !message.isEmpty else { return }
        let root = try XMLDocument.parse(message)
        guard let body = root.first("Body", in: Namespace.soap)?.elements.first else { throw Invalid(part: "Body") }
        if body.name.local == "Fault" {
            let detail = body.first("detail", in: nil)?.elements ?? []
            for element in detail { try expectValid(part: element) }
            return
        }
        try expectValid(part: body)
        let payload = body.first("payloads", in: Namespace.itk)?.first("payload", in: Namespace.itk)?.elements.first
        guard let payload else { throw Invalid(part: "payload") }
        try expectValid(part: payload)
    }

    private static func expectValid(part element: XMLElement) throws {
        var document = element
        if let prefix = element.name.prefix, let namespace = element.name.namespace {
            document.namespaceDeclarations.append(XMLNamespaceDeclaration(prefix: prefix, uri: namespace))
        }
        guard let name = schemas[element.name.local], let schema = PublishedSchema(name),
            schema.accepts(XMLWriter.serialize(document))
        else { throw Invalid(part: element.name.local) }
    }
}
