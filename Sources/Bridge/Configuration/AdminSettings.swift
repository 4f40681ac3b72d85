import NHSIdentifiers
public import StrictYAML

/// `listen.admin`: the listener for operators, and its users.
public struct AdminSettings: Sendable {
    /// The shape of `listen.admin`.
    static let shape = YAMLShape.mapping([
        YAMLKey("host", .string(), .defaults("127.0.0.1"), "The address that operators and probes call."),
        YAMLKey("port", .integer(0...65535), .defaults("9090"), "The port; 0 takes any that is free."),
        YAMLKey(
            "tls",
            ListenerTLS.adminShape,
            .optional,
            "TLS 1.2 or newer. Without it the listener accepts loopback addresses only."
        ),
        YAMLKey(
            "users",
            .list(of: user),
            .defaults("[]"),
            "The users of /api and the console; each has a bearer token."
        ),
    ])

    private static let user = YAMLShape.mapping([
        YAMLKey(
            "name",
            .string(pattern: name),
            .required,
            "The name under which the audit enters the user.",
            example: .active("ops-1")
        ),
        YAMLKey(
            "tokenSHA256File",
            .secretFile,
            .required,
            "A file with the SHA-256 of the token, lower-case hexadecimal; readable by its owner only.",
            example: .active("secrets/ops-1.sha256")
        ),
        YAMLKey(
            "roles",
            .list(of: .choice(AdminRole.allCases.map(\.rawValue)), count: 1...AdminRole.allCases.count),
            .required,
            "The permissions: view sees the states, operate changes them, audit reads the journal.",
            example: .active("[view, operate, audit]")
        ),
    ])

    private static let name = YAMLPattern(
        "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
        meaning: "a user's name",
        example: "ops-1"
    )

    /// The names that the audit uses for no user: an edited file, and the bridge itself.
    private static let reservedNames: Set<String> = ["file", "bridge"]

    /// `host` and `port`.
    public let address: ListenAddress
    /// `tls`; nil without TLS.
    public let tls: ListenerTLS?
    /// The mapping `tls` itself, for problems with its files together.
    public let tlsSource: YAMLValue?
    private let users: [YAMLValue]

    /// The settings in a mapping of ``shape``.
    init(_ value: YAMLValue) {
        address = ListenAddress(value)
        tlsSource = value["tls"]
        tls = tlsSource.map { ListenerTLS(admin: $0) }
        users = value.at("users").elements
    }

    /// The files that the settings name.
    var files: [String?] { (tls?.files ?? []) + users.map { $0.at("tokenSHA256File").filePath } }

    /// The problems between values that are each valid.
    func problems(in value: YAMLValue) -> [YAMLProblem] {
        var problems: [YAMLProblem] = []
        if tls == nil, !address.isLoopback {
            problems.append(
                value.at("host").problem(
                    "without tls the listener takes loopback addresses only",
                    try: "add listen.admin.tls, or 127.0.0.1"
                )
            )
        }
        var names: Set<String> = []
        for name in users.map({ $0.at("name") }) {
            if Self.reservedNames.contains(name.string) {
                problems.append(name.problem("is a name that the audit gives to no person", try: "another name"))
            }
            if !names.insert(name.string).inserted {
                problems.append(name.problem("another user has this name", try: "give each user a name of their own"))
            }
        }
        return problems
    }

    /// Reads the files that `users` names.
    ///
    /// - Throws: every problem with them; what a file holds is never shown.
    public func loadUsers() throws(YAMLProblems) -> [AdminUser] {
        var problems: [YAMLProblem] = []
        var owners: [[UInt8]: String] = [:]
        let loaded = users.map { entry -> AdminUser in
            let name = entry.at("name").string
            var digest: [UInt8] = []
            do throws(YAMLProblem) {
                digest = try Self.digest(entry.at("tokenSHA256File"))
                if let owner = owners.updateValue(name, forKey: digest) {
                    throw entry.at("tokenSHA256File").problem(
                        "holds the token of \(owner)",
                        try: "give each user a token of their own"
                    )
                }
            } catch {
                problems.append(error)
            }
            return AdminUser(
                name: name,
                tokenSHA256: digest,
                roles: Set(entry.at("roles").elements.compactMap { AdminRole(rawValue: $0.string) })
            )
        }
        guard problems.isEmpty else { throw YAMLProblems(problems) }
        return loaded
    }

    private static func digest(_ file: YAMLValue) throws(YAMLProblem) -> [UInt8] {
        let digits = try file.secret().text ?? ""
        guard let digest = [UInt8](hexadecimal: digits), digest.count == 32, digest.hexadecimal == digits else {
            throw file.problem(
                "names no file with 64 lower-case hexadecimal digits",
                try: "printf %s \"$TOKEN\" | sha256sum | cut -c 1-64"
            )
        }
        return digest
    }
}
