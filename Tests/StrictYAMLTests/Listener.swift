import StrictYAML

/// A shape with a bit of everything, as a configuration file has it.
enum Listener {
    static let shape = YAMLShape.mapping([
        YAMLKey("listen", listen, .required, "Where callers come in."),
        YAMLKey("fhir", fhir, .optional, "PDS FHIR; absent: not used."),
        YAMLKey("timeout", .duration, .defaults("4s"), "How long a call may take."),
        YAMLKey("limits", limits, .defaults("{}"), "What a caller may ask."),
        YAMLKey("legacies", .dictionary(of: legacy), .defaults("{}"), "Legacy endpoints by name."),
    ])

    private static let listen = YAMLShape.mapping([
        YAMLKey("host", .string(), .defaults("0.0.0.0"), "The address to listen on."),
        YAMLKey("port", .integer(0...65_535), .defaults("8443"), "The port; 0 takes a free one."),
        YAMLKey("roles", .list(of: .choice(["view", "operate"])), .defaults("[view]"), "Who may."),
    ])

    private static let fhir = YAMLShape.mapping([
        YAMLKey("baseURL", .url, .required, "The base URL."),
        YAMLKey("apiKeyFile", .secretFile, .optional, "The API key."),
    ])

    private static let limits = YAMLShape.mapping([
        YAMLKey("requestBytes", .byteSize, .defaults("64KiB"), "The longest request."),
        YAMLKey("share", .number(0...1), .defaults("0.5"), "The share compared."),
        YAMLKey("perSecond", .oneOf([.choice(["none"]), .integer(1...1_000)]), .defaults("none"), "Calls a second."),
    ])

    private static let legacy = YAMLShape.mapping([
        YAMLKey("url", .url, .required, "The endpoint.")
    ])

    /// The listener in `text`, which is called bridge.yaml.
    static func load(_ text: String, _ environment: [String: String] = [:]) throws(YAMLProblems) -> YAMLValue {
        try YAMLDocument.load(
            text,
            file: "bridge.yaml",
            shape: shape,
            overrides: environment,
            overridePrefix: "SMSP_BRIDGE_"
        )
    }

    /// The problems of `text`, as they print.
    static func problems(_ text: String, _ environment: [String: String] = [:]) -> [String] {
        printed { () throws(YAMLProblems) in _ = try load(text, environment) }
    }
}

/// The problems that `reading` throws, as they print; none when it does not throw.
func printed(_ reading: () throws(YAMLProblems) -> Void) -> [String] {
    do throws(YAMLProblems) {
        try reading()
        return []
    } catch {
        return error.problems.map(\.description)
    }
}
