import ContentCoding
import XMLTree

/// The reason that the message in an HTTP answer cannot be read, whatever it says.
public enum UnreadableAnswer: String, Error, Sendable, Hashable, CaseIterable {
    /// It has a content coding that is not known, or is not what its coding says.
    case contentCoding
    /// It is, or would become, longer than the limits allow.
    case tooLarge
    /// Its MIME parts cannot be told apart, or its message refers to another part.
    case multipart
    /// It is in an encoding that is not converted, or is not what its encoding says.
    case charset
    /// It is no SMSP answer: a page, nothing, or XML of another kind.
    case notSMSP
}

extension WireAnswer {
    /// Returns the message in UTF-8, in a copy: decompressed, out of its MIME part, converted.
    ///
    /// It is what a client reads; the answer itself stays as it is. That the message is one of SMSP is not checked.
    ///
    /// - SeeAlso: decision D69; RFC 9110 §8.4; RFC 2387.
    public func message() throws(UnreadableAnswer) -> [UInt8] {
        let type = MIMEType(fields.value(of: "Content-Type"))
        let body = try decodedBody()
        guard let type, type.isMultipart else { return try Self.converted(body, charset: type?["charset"]) }
        guard let root = MIMEPart.root(of: body, type: type), root.isUnencoded else { throw .multipart }
        let message = try Self.converted(
            root.body,
            charset: MIMEType(root.fields.value(of: "Content-Type"))?["charset"]
        )
        // A value that stands in another part is not in the leaves, and would look as if it were missing.
        guard message.firstRange(of: Self.xopInclude) == nil else { throw .multipart }
        return message
    }

    private static func converted(_ bytes: [UInt8], charset: String?) throws(UnreadableAnswer) -> [UInt8] {
        let message: [UInt8]
        do {
            message = try XMLDocument.utf8(bytes, charset: charset)
        } catch {
            throw .charset
        }
        guard message.count <= XMLLimits.standard.bytes else { throw .tooLarge }
        return message
    }

    private static let xopInclude = Array("http://www.w3.org/2004/08/xop/include".utf8)
    /// The number of codings, one around the other, that are undone.
    private static let codings = 3

    /// The body without its content codings.
    private func decodedBody() throws(UnreadableAnswer) -> [UInt8] {
        let values = fields.filter { $0.name.lowercased() == "content-encoding" }.map(\.value)
        let names = values.joined(separator: ",").split(separator: ",").map { String($0).trimmed.lowercased() }
            .filter { !["", "identity"].contains($0) }
        guard names.count <= Self.codings else { throw .contentCoding }
        var bytes = body
        // The last one was applied last.
        for name in names.reversed() {
            guard let coding = ContentCoding(name: name) else { throw .contentCoding }
            do throws(ContentCodingError) {
                bytes = try coding.decode(bytes)
            } catch {
                switch error {
                case .broken: throw .contentCoding
                case .tooLarge, .outOfMemory: throw .tooLarge
                }
            }
        }
        return bytes
    }
}

extension AnswerReader {
    /// The SMSP answer in an HTTP answer.
    public static func read(_ answer: WireAnswer) throws(UnreadableAnswer) -> ReceivedAnswer {
        let message = try answer.message()
        do {
            return try read(message)
        } catch {
            throw .notSMSP
        }
    }
}
