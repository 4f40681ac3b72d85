extension YAMLKey {
    /// The value of the default `text`, at the place of the missing key.
    ///
    /// - Precondition: the default fits the key's own shape.
    func defaultValue(_ text: String, file: String, line: Int, at path: YAMLPath) -> YAMLValue {
        var reader = ShapeReader(file: file)
        guard let node = YAMLComposer.compose(text, file: file).root?.moved(to: line),
            let value = reader.read(node, as: shape, at: path), reader.problems.isEmpty
        else { preconditionFailure("the default \(text) of \(path) does not fit its shape") }
        return value
    }
}

extension YAMLKey.Presence {
    /// The default where it is of use as an example, which a list or mapping is not.
    var example: String? {
        guard case .defaults(let text) = self, text.first != "{", text.first != "[" else { return nil }
        return text
    }
}
