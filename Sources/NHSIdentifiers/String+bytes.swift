extension String {
    /// The text cut to at most `limit` bytes of UTF-8, between two Unicode scalars.
    ///
    /// `prefix(_:)` counts characters, of which one can have any number of bytes.
    public func cut(toBytes limit: Int) -> String {
        guard utf8.count > limit else { return self }
        var end = utf8.index(startIndex, offsetBy: limit)
        while String.Index(end, within: unicodeScalars) == nil { end = utf8.index(before: end) }
        return String(self[..<end])
    }
}
