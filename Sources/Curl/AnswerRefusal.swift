/// The reason that an answer is refused as HTTP, whatever it holds: the rule for every upstream that ``AnswerHead`` checks.
///
/// The raw value is a metric label and part of a log line.
public enum AnswerRefusal: String, Error, Sendable, Hashable, CaseIterable {
    /// libcurl itself cannot read the head: no HTTP, a line that is no field, a number that is none.
    case malformed = "answerMalformed"
    /// The first line is no status line of HTTP/1.0, 1.1 or 2.
    case statusLine = "answerStatusLine"
    /// The status is none of 200 to 599, or an interim one that changes the protocol.
    case status = "answerStatus"
    /// A field has a name that is no token, or a line is no field.
    case fieldName = "answerFieldName"
    /// A field has a value with a control character, such as a bare carriage return.
    case fieldValue = "answerFieldValue"
    /// The length is stated twice, in two ways, or is no number.
    case length = "answerLength"
    /// The transfer coding is not `chunked`, or the answer must not have one.
    case framing = "answerFraming"
    /// The head and those of interim answers, with trailers, are longer than any that a well-behaved server sends.
    case headTooLong = "answerHeadTooLong"
    /// The body has a content coding that is not known, or is not what its coding says.
    case contentCoding = "answerContentCoding"
}
