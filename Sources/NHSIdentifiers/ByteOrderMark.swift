extension Collection<UInt8> {
    /// The bytes without the byte order mark of UTF-8 that some editors and writers put before a text.
    ///
    /// The mark belongs to no text, table, key or secret. Every file and body is read through this property.
    ///
    /// - SeeAlso: The Unicode Standard §23.8; decision D72.
    public var withoutByteOrderMark: SubSequence {
        starts(with: [0xEF, 0xBB, 0xBF]) ? dropFirst(3) : self[...]
    }
}
