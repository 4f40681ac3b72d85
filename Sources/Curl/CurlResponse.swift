/// An HTTP answer, complete.
public struct CurlResponse: Sendable {
    /// The HTTP status.
    public let status: Int
    /// The headers of the final answer, in the order in which they came; values are bytes, in UTF-8 or not.
    public let headers: [(name: String, value: [UInt8])]
    /// The body.
    public let body: [UInt8]
    /// True if the request used a connection of an earlier one.
    public let isConnectionReused: Bool
    /// The version of HTTP that was spoken: `1.0`, `1.1` or `2`.
    public let httpVersion: String

    /// The value of the first header of a name, whatever its case, read as UTF-8; nil if there is none.
    public func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }.map { String(decoding: $0.value, as: UTF8.self) }
    }
}
