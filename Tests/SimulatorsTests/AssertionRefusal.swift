import JSONTree
import Testing

/// Something wrong with an assertion, and the refusal it is owed.
struct AssertionRefusal: Sendable, CustomTestStringConvertible {
    /// A good assertion, to be spoilt.
    struct Parts {
        var header = TestApp.goodHeader
        var claims = TestApp.goodClaims()
        /// What is done to the text once it is signed.
        var change: (String) -> String = { $0 }
    }

    let name: String
    let status: Int
    let error: String
    let description: String
    private let spoil: @Sendable (inout Parts) -> Void

    init(
        _ name: String,
        _ status: Int,
        _ description: String,
        error: String = "invalid_request",
        _ spoil: @escaping @Sendable (inout Parts) -> Void
    ) {
        self.name = name
        self.status = status
        self.error = error
        self.description = description
        self.spoil = spoil
    }

    var testDescription: String { name }

    /// The spoilt assertion.
    func assertion() throws -> String {
        var parts = Parts()
        spoil(&parts)
        return parts.change(try TestApp.assertion(header: parts.header, claims: parts.claims))
    }
}

extension AssertionRefusal {
    /// One for each check of the server, in its order.
    static let all: [AssertionRefusal] = [
        AssertionRefusal("two parts", 400, "Malformed JWT in client_assertion") {
            $0.change = { $0.split(separator: ".").prefix(2).joined(separator: ".") }
        },
        AssertionRefusal("padding", 400, "Malformed JWT in client_assertion") {
            $0.change = { $0 + "=" }
        },
        AssertionRefusal(
            "RS256",
            400,
            "Invalid 'alg' header in client_assertion JWT - unsupported JWT algorithm - must be 'RS512'"
        ) {
            $0.header = $0.header.setting("alg", .string("RS256"))
        },
        AssertionRefusal(
            "expired, and without kid",
            400,
            "Invalid 'exp' claim in client_assertion JWT - JWT has expired"
        ) {
            $0.header = $0.header.setting("kid", nil)
            $0.claims = $0.claims.setting("exp", .number("1700000000"))
        },
        AssertionRefusal("no kid", 400, "Missing 'kid' header in client_assertion JWT") {
            $0.header = $0.header.setting("kid", nil)
        },
        AssertionRefusal("other typ", 400, "Invalid 'typ' header in client_assertion JWT - must be 'JWT'") {
            $0.header = $0.header.setting("typ", .string("JWS"))
        },
        AssertionRefusal("no exp", 400, "Missing 'exp' claim in client_assertion JWT") {
            $0.claims = $0.claims.setting("exp", nil)
        },
        AssertionRefusal("exp as text", 400, "Invalid 'exp' claim in client_assertion JWT - must be an integer") {
            $0.claims = $0.claims.setting("exp", .string("1900000000"))
        },
        AssertionRefusal(
            "sub of another",
            400,
            "Missing or non-matching 'iss'/'sub' claims in client_assertion JWT"
        ) {
            $0.claims = $0.claims.setting("sub", .string("somebody-else"))
        },
        AssertionRefusal("no jti", 400, "Missing 'jti' claim in client_assertion JWT") {
            $0.claims = $0.claims.setting("jti", nil)
        },
        AssertionRefusal(
            "jti a number",
            400,
            "Invalid 'jti' claim in client_assertion JWT - must be a unique string value such as a GUID"
        ) {
            $0.claims = $0.claims.setting("jti", .number("7"))
        },
        AssertionRefusal(
            "exp in 900 s",
            400,
            "Invalid 'exp' claim in client_assertion JWT - more than 5 minutes in future"
        ) {
            $0.claims = TestApp.goodClaims(expiresIn: 900)
        },
        AssertionRefusal("unknown API key", 401, "Invalid 'iss'/'sub' claims in client_assertion JWT") {
            $0.claims = $0.claims.setting("iss", .string("nobody")).setting("sub", .string("nobody"))
        },
        AssertionRefusal(
            "unknown kid",
            401,
            "Invalid 'kid' header in client_assertion JWT - no matching public key"
        ) {
            $0.header = $0.header.setting("kid", .string("test-2"))
        },
        AssertionRefusal(
            "signature of something else, for another aud",
            401,
            "JWT signature verification failed",
            error: "public_key error"
        ) {
            $0.claims = $0.claims.setting("aud", .string("https://pds.test/other"))
            $0.change = { text in
                let parts = text.split(separator: ".")
                return "\(parts[0]).\(parts[1]).\(TestApp.base64URL(Array(repeating: 7, count: 256)))"
            }
        },
        AssertionRefusal("other aud", 401, "Missing or invalid 'aud' claim in client_assertion JWT") {
            $0.claims = $0.claims.setting("aud", .string("https://pds.test/oauth2/token"))
        },
    ]
}
