import FoundationEssentials
import JSONTree

extension ClientAssertion {
    /// Seconds that an assertion may still have to live: five minutes, and ten seconds for clocks that differ.
    private static let longestLife = 310

    /// The checked header and claims of the assertion.
    struct Claims: Sendable {
        let kid: String
        let apiKey: String
        let jti: String
        /// Seconds since 1970.
        let expiry: Int
    }

    /// The header and claim checks that need nothing but the assertion and the time, in the server's order.
    ///
    /// 1. `alg` is RS512. 2. An integer `exp` has not passed. 3. `kid` is there. 4. `typ` is JWT, in any case.
    /// 5. `exp` is there, 6. and an integer. 7. `iss` and `sub` are there and equal. 8. `jti` is there, 9. and a text.
    /// The check that the `jti` is new and the one that `exp` is near follow in ``TokenEndpoint``.
    ///
    /// - SeeAlso: docs/contract/pds-fhir.md §6.3.
    func checkedClaims(at time: Date) throws(TokenRefusal) -> Claims {
        guard header["alg"]?.string == "RS512" else { throw .algorithm }
        let expiry = claims["exp"]?.integer
        if let expiry, TimeInterval(expiry) <= time.timeIntervalSince1970 { throw .expired }
        guard let kid = header["kid"]?.string else { throw .missingKid }
        guard header["typ"]?.string?.uppercased() == "JWT" else { throw .type }
        guard claims["exp"] != nil else { throw .missingExpiry }
        guard let expiry else { throw .expiryType }
        guard let issuer = claims["iss"]?.string, claims["sub"]?.string == issuer else { throw .issuer }
        guard let jti = claims["jti"] else { throw .missingJTI }
        guard let jti = jti.string else { throw .jtiType }
        return Claims(kid: kid, apiKey: issuer, jti: jti, expiry: expiry)
    }

    /// True if `claims` expire later than an assertion may at `time`.
    static func isTooFar(_ claims: Claims, at time: Date) -> Bool {
        TimeInterval(claims.expiry) - time.timeIntervalSince1970 > TimeInterval(longestLife)
    }
}

extension JSONValue {
    /// A number written as an integer.
    fileprivate var integer: Int? {
        guard case .number(let text) = self else { return nil }
        return Int(text)
    }
}
