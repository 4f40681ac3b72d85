/// A wrong or unusual treatment of one call, on purpose.
public enum LegacyFault: Sendable, Equatable {
    /// The answer comes later by this much, and another fault may apply to it too.
    case delay(Duration)
    /// No answer ever comes; the connection stays open.
    case hang

    /// The connection is reset before a byte of the answer.
    case reset
    /// The connection is closed half-way through the body, over TLS without its farewell.
    case cutMidBody

    /// A page of HTML with this status, as a proxy on the way sends it.
    case html(status: Int)
    /// No body, with this status.
    case empty(status: Int)
    /// A whole HTTP message of type `text/xml` whose body is no XML.
    case garbageBody
    /// Bytes that are no HTTP, then the end of the connection.
    case garbageHead
    /// This SOAP fault, with HTTP 500.
    case soapFault(LegacySOAPFault)
    /// The answer to another caller's call: another person's record, related to another message.
    case crossed

    /// The right answer in pieces (`Transfer-Encoding: chunked`); whole to a caller in HTTP/1.0.
    case chunked
    /// The right answer, and the connection ends with it (`Connection: close`).
    case closing
    /// The right answer with white space behind its root element, so that its body has this many bytes.
    case padded(bytes: Int)
    /// The right answer in another form.
    case inForm(LegacyAnswerForm)
}
