import FoundationEssentials
import HTTPTypes
import JSONTree
import Synchronization

/// `POST /oauth2/token`: a bearer token for a client assertion signed with a registered key.
///
/// - SeeAlso: docs/contract/pds-fhir.md §6.
final class TokenEndpoint: Sendable {
    static let assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

    private let apps: AppRegistry
    private let tokens: AccessTokens
    private let limiter: RateLimiter
    private let lifetime: Int
    private let tokenURL: String?
    /// The ids of the assertions of each API key; PDS forgets one after 30 days, the simulator when it stops.
    private let usedJTIs = Mutex<[String: Set<String>]>([:])

    init(apps: AppRegistry, tokens: AccessTokens, limiter: RateLimiter, configuration: PDSConfiguration) {
        self.apps = apps
        self.tokens = tokens
        self.limiter = limiter
        self.lifetime = configuration.tokenLifetime
        self.tokenURL = configuration.tokenURL
    }

    /// The answer to `call`.
    func answer(to call: PDSCall) -> PDSAnswer {
        guard call.method == .post else {
            var answer = PDSAnswer(.methodNotAllowed, contentType: nil, body: [])
            answer.headers[.allow] = "POST"
            return answer
        }
        do throws(TokenRefusal) {
            return PDSAnswer(gateway: try token(for: call), status: .ok)
        } catch {
            return error.answer(messageID: UUID().uuidString)
        }
    }

    private func token(for call: PDSCall) throws(TokenRefusal) -> JSONValue {
        let form = try form(of: call)
        let (assertion, claims) = try checkedAssertion(in: form, at: call.time)
        guard let app = apps[claims.apiKey] else { throw .unknownIssuer }
        guard app.standing != .revoked else { throw .revokedApp }
        if let limit = limiter.admit(app, at: call.time) {
            throw .tooManyRequests(limit.text(app: app.name, perMinute: app.quotaPerMinute ?? 0))
        }
        guard !app.keys.isEmpty else { throw .noPublicKey }
        guard let key = app.keys.first(where: { $0.kid == claims.kid }) else { throw .unknownKid }
        guard key.verifies(assertion.signature, of: assertion.signedBytes) else { throw .signature }
        guard assertion.claims["aud"]?.string == tokenURL ?? "http://\(call.authority ?? "")/oauth2/token" else {
            throw .audience
        }
        guard app.standing != .otherGrantType else { throw .unauthorisedGrant }
        return grant(to: app, form: form, at: call.time)
    }

    private func form(of call: PDSCall) throws(TokenRefusal) -> FormFields {
        let mediaType = call.headers[.contentType]?.prefix { $0 != ";" }.lowercased()
        guard mediaType == "application/x-www-form-urlencoded" else { throw .contentType }
        let form = FormFields(call.body)
        guard let grantType = form["grant_type"] else { throw .missingGrantType }
        guard grantType == "client_credentials" else { throw .unsupportedGrantType }
        guard form["client_assertion_type"] == Self.assertionType else { throw .assertionType }
        return form
    }

    /// A `jti` counts as used from here on, whatever the later checks say.
    private func checkedAssertion(
        in form: FormFields,
        at time: Date
    ) throws(TokenRefusal) -> (ClientAssertion, ClientAssertion.Claims) {
        guard let text = form["client_assertion"] else { throw .missingAssertion }
        guard let assertion = ClientAssertion(text) else { throw .malformedAssertion }
        let claims = try assertion.checkedClaims(at: time)
        guard usedJTIs.withLock({ $0[claims.apiKey, default: []].insert(claims.jti).inserted }) else { throw .usedJTI }
        guard !ClientAssertion.isTooFar(claims, at: time) else { throw .farExpiry }
        return (assertion, claims)
    }

    /// `_access_token_expiry_ms` may shorten the token's life, never lengthen it.
    private func grant(to app: RegisteredApp, form: FormFields, at time: Date) -> JSONValue {
        let asked = form["_access_token_expiry_ms"].flatMap(Int.init).map { $0 / 1000 }
        let life = min(asked ?? lifetime, lifetime)
        let token = tokens.grant(to: app.apiKey, until: time.addingTimeInterval(TimeInterval(life)))
        return .members([
            "access_token": .string(token),
            "expires_in": .string(String(life)),
            "token_type": .string("Bearer"),
            "issued_at": .string(String(Int(time.timeIntervalSince1970 * 1000))),
        ])
    }
}
