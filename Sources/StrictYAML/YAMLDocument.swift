/// Reads YAML by a declared shape.
///
/// Refused are, each with its line: keys that the shape does not declare, values of another type or out of range,
/// missing keys, repeated keys, empty values, anchors, aliases, tags, merge keys, a second document, an empty
/// document, and what is no YAML at all. All problems are found at once, but those of the YAML itself: of them the
/// first ends the reading.
public enum YAMLDocument {
    /// The value in `text`, which fits `shape`.
    ///
    /// Where `overridePrefix` is given, a variable of the environment overrides each scalar that has a name: prefix,
    /// then the path in capitals, its words joined by `_`. `SMSP_BRIDGE_LISTEN_SMSP_PORT` is `listen.smsp.port`,
    /// `SMSP_BRIDGE_LIMITS_REQUEST_BYTES` is `limits.requestBytes`, `SMSP_BRIDGE_FHIR_AUTH_TOKEN_URL` is
    /// `fhir.auth.tokenURL`. It need not stand in the file; but lists, and the entries of a dictionary that the file
    /// does not name, cannot be made this way. A variable with the prefix that names nothing is a problem.
    ///
    /// - Parameters:
    ///   - file: the name or path of the file, as problems should show it; relative paths in it start at its directory.
    ///   - overrides: the environment.
    ///   - overridePrefix: what the names of the variables begin with; nil for a file that takes none.
    ///   - withholdingValues: whether problems leave out the values, as they must where these are a patient's.
    public static func load(
        _ text: String,
        file: String,
        shape: YAMLShape,
        overrides: [String: String] = [:],
        overridePrefix: String? = nil,
        withholdingValues: Bool = false
    ) throws(YAMLProblems) -> YAMLValue {
        let composed = YAMLComposer.compose(text, file: file)
        guard var root = composed.root else {
            throw YAMLProblems(withholdingValues ? composed.problems.map(\.withoutValue) : composed.problems)
        }
        var environment = EnvironmentOverrides(prefix: overridePrefix, variables: overrides)
        root = environment.applied(to: root, shape: shape)
        var reader = ShapeReader(file: file, withholdsValues: withholdingValues)
        let value = reader.read(root, as: shape, at: YAMLPath())
        let problems = composed.problems + reader.problems + environment.unknownVariables
        guard let value, problems.isEmpty else { throw YAMLProblems(problems) }
        return value
    }
}
