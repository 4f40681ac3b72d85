import HTTPTypes

extension HTTPFields {
    /// The value of a field that HTTPTypes has no name for; written only where `name` is a valid field name.
    subscript(named name: String) -> String? {
        get { HTTPField.Name(name).flatMap { self[$0] } }
        set {
            guard let name = HTTPField.Name(name) else { return }
            self[name] = newValue
        }
    }
}
