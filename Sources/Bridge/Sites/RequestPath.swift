/// The path of a request, in the one form that every party on the way reads alike.
///
/// A proxy in front may decide by the path who may pass. A path that it could read in another way than the bridge, such
/// as `/L/../S`, is refused instead of being resolved.
///
/// - SeeAlso: RFC 3986 §3.3 and §5.2.4; docs/design-notes/N38-one-reading-of-a-path.md.
public enum RequestPath {
    /// Returns `path` with each run of slashes written as one, since base URLs that end in a slash make such runs.
    ///
    /// - Returns: nil if the path has a backslash, a segment `.` or `..` (with or without parameters after a semicolon),
    ///   or an encoded full stop, slash or backslash.
    public static func normalized(_ path: String) -> String? {
        let bytes = path.utf8
        guard !bytes.contains(UInt8(ascii: "\\")) else { return nil }
        let lowercased = path.lowercased()
        guard !["%2e", "%2f", "%5c"].contains(where: lowercased.contains) else { return nil }
        for segment in bytes.split(separator: UInt8(ascii: "/")) {
            let name = segment.prefix { $0 != UInt8(ascii: ";") }
            guard !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) else { return nil }
        }
        guard path.contains("//") else { return path }
        var normalized: [UInt8] = []
        for byte in bytes where byte != UInt8(ascii: "/") || normalized.last != byte { normalized.append(byte) }
        return String(decoding: normalized, as: UTF8.self)
    }
}
