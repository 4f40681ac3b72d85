extension String {
    /// The text without white space, as XML defines it, at either end.
    var trimmed: String {
        let white: Set<Unicode.Scalar> = [" ", "\t", "\n", "\r"]
        let scalars = unicodeScalars
        guard let first = scalars.firstIndex(where: { !white.contains($0) }),
            let last = scalars.lastIndex(where: { !white.contains($0) })
        else { return "" }
        return String(scalars[first...last])
    }

    /// The text; nil when it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }

    /// The text of a SOAPAction header, which SOAP 1.1 puts in quotation marks and many clients do not.
    var withoutQuotes: String {
        let text = trimmed
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        return String(text.dropFirst().dropLast()).trimmed
    }
}
