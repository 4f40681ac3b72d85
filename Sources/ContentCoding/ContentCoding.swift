/// A coding that HTTP puts around a body, and that is undone here: gzip and deflate.
///
/// - SeeAlso: RFC 9110 §8.4.1; RFC 1950, RFC 1951, RFC 1952.
public enum ContentCoding: Sendable, Hashable {
    /// One or more gzip members.
    case gzip
    /// A zlib stream, or the bare deflate stream that some servers send under this name.
    case deflate

    /// The coding of a name in `Content-Encoding`, in any case; nil for one that is not undone here.
    public init?(name: String) {
        switch name.lowercased() {
        case "gzip", "x-gzip": self = .gzip
        case "deflate": self = .deflate
        default: return nil
        }
    }

    /// Returns the bytes that were coded.
    ///
    /// Bytes behind the end of the coded ones are ignored, as clients do.
    public func decode(_ bytes: [UInt8], limits: ContentCodingLimits = .standard) throws(ContentCodingError) -> [UInt8]
    {
        let limit = limits.decodedBytes(of: bytes.count)
        switch self {
        case .gzip: return try InflateStream.decode(bytes, as: .gzip, limit: limit)
        case .deflate:
            return try InflateStream.decode(bytes, as: Self.isZLib(bytes) ? .zlib : .bare, limit: limit)
        }
    }

    /// True if the bytes begin with the header of a zlib stream.
    ///
    /// - SeeAlso: RFC 1950 §2.2: method 8, and both bytes together a multiple of 31.
    private static func isZLib(_ bytes: [UInt8]) -> Bool {
        guard bytes.count >= 2 else { return false }
        return bytes[0] & 0x0F == 8 && (Int(bytes[0]) << 8 | Int(bytes[1])).isMultiple(of: 31)
    }
}

/// The limits of what coded bytes may become.
public struct ContentCodingLimits: Sendable, Hashable {
    /// The greatest length, bytes.
    public var bytes: Int
    /// The greatest length as a multiple of that of the coded bytes; below ``bytesAtAnyRatio`` it does not apply.
    public var ratio: Int
    /// The length up to which the ratio does not matter, bytes.
    public var bytesAtAnyRatio: Int

    /// Limits of these values.
    public init(bytes: Int = 4 << 20, ratio: Int = 100, bytesAtAnyRatio: Int = 64 << 10) {
        self.bytes = bytes
        self.ratio = ratio
        self.bytesAtAnyRatio = bytesAtAnyRatio
    }

    /// 4 MiB and a hundredfold, where an SMSP answer has some 8 KiB and shrinks to a quarter.
    public static let standard = ContentCodingLimits()

    /// The greatest length that so many coded bytes may become.
    func decodedBytes(of count: Int) -> Int {
        let (product, overflows) = count.multipliedReportingOverflow(by: ratio)
        return min(bytes, max(bytesAtAnyRatio, overflows ? bytes : product))
    }
}

/// The reason that coded bytes cannot be decoded.
public enum ContentCodingError: Error, Sendable, Hashable {
    /// They are not of the coding, end too early, or do not have their checksum.
    case broken
    /// They would become longer than the limits allow.
    case tooLarge
    /// There is no memory.
    case outOfMemory
}
