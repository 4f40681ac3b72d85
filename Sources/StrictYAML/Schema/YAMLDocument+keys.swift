extension YAMLDocument {
    /// A key of a shape and the path that leads to it.
    public struct KeyRow: Sendable {
        /// The path: `listen.smsp.port`, `legacies.*.url`, `[].id`.
        public let path: String
        /// The default as it would stand in the file; `required`, or blank for an optional key.
        public let standard: String
        /// The form of the value: `a duration`, `one of refuse, continue`.
        public let form: String
        /// The meaning, a sentence.
        public let about: String
    }

    /// Every key of `shape`, in the order of the shape, each before the keys below it.
    public static func keys(of shape: YAMLShape) -> [KeyRow] { shape.rows("") }
}

extension YAMLShape {
    fileprivate func rows(_ path: String) -> [YAMLDocument.KeyRow] {
        switch self {
        case .mapping(let keys):
            keys.flatMap { key in
                let place = path.isEmpty ? key.name : path + "." + key.name
                return [key.row(place)] + key.shape.rows(place)
            }
        case .dictionary(let entries): entries.rows(path.isEmpty ? "*" : path + ".*")
        case .list(let elements, _): elements.rows(path + "[]")
        default: []
        }
    }
}

extension YAMLKey {
    fileprivate func row(_ path: String) -> YAMLDocument.KeyRow {
        let standard =
            switch presence {
            case .required: "required"
            case .optional: ""
            case .defaults(let text): text == "{}" ? "" : text
            }
        return YAMLDocument.KeyRow(path: path, standard: standard, form: shape.meaning, about: about)
    }
}
