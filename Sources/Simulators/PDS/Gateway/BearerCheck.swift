import FoundationEssentials
import HTTPTypes

/// The first thing the gateway does to a call: it finds out whose it is.
///
/// - SeeAlso: docs/contract/pds-fhir.md §4, row 401.
struct BearerCheck: Sendable {
    let apps: AppRegistry
    let tokens: AccessTokens

    /// The app that the call's bearer token was given to.
    func app(of call: PDSCall) throws(PDSRefusal) -> RegisteredApp {
        guard let authorization = call.headers[.authorization] else {
            throw .accessDenied("Missing Authorization header")
        }
        let words = authorization.split(separator: " ")
        guard let type = words.first else { throw .accessDenied("Empty Authorization header") }
        guard words.count > 1 else { throw .accessDenied("Missing access token") }
        guard type == "Bearer" else { throw .accessDenied("Invalid token type '\(type)', must be 'Bearer'") }
        switch tokens.standing(of: words[1...].joined(separator: " "), at: call.time) {
        case .valid(let apiKey):
            guard let app = apps[apiKey] else { throw .accessDenied("Invalid Access Token") }
            return app
        case .expired:
            throw .accessDenied("Access Token expired")
        case .unknown:
            throw .accessDenied("Invalid Access Token")
        }
    }
}
