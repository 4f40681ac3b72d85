/// The bridge's credentials for PDS FHIR: application-restricted access with a signed JWT.
///
/// - SeeAlso: docs/contract/pds-fhir.md §6; docs/bridge.example.yaml.
public struct FHIRAuthentication: Sendable {
    /// The token endpoint, which is also the assertion's audience.
    public let tokenURL: String
    /// The API key of the application.
    public let apiKey: String
    /// The key that signs.
    public let key: SigningKey
    /// The key that is tried when the endpoint refuses ``key``; nil while no change of key is under way.
    public let nextKey: SigningKey?

    /// An identification of these parts.
    public init(tokenURL: String, apiKey: String, key: SigningKey, nextKey: SigningKey?) {
        self.tokenURL = tokenURL
        self.apiKey = apiKey
        self.key = key
        self.nextKey = nextKey
    }

    /// A signer for each key, the current one first.
    func assertions() async -> [ClientAssertion] {
        var assertions: [ClientAssertion] = []
        for key in [key, nextKey].compactMap(\.self) {
            assertions.append(await ClientAssertion(key: key, apiKey: apiKey, audience: tokenURL))
        }
        return assertions
    }
}
