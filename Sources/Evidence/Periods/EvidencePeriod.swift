import Crypto
import FoundationEssentials
import NHSIdentifiers
public import SMSPContract

/// The facts that compared calls have in common if they count together: a change of any begins a new period.
///
/// - SeeAlso: docs/evidence.md §3, §4.
public struct EvidencePeriod: Sendable, Hashable {
    /// The `id` of the site.
    public let site: String
    /// The operation.
    public let operation: SMSPOperation
    /// The content hash of the mapping tables.
    public let mappingHash: String
    /// The content hash of `comparison.yaml`.
    public let comparisonHash: String
    /// The hash of the site's switches, see ``SMSPContract/SiteProfile/contentHash``.
    public let profileHash: String
    /// The URL of the legacy endpoint.
    public let legacyEndpoint: String

    /// A period of these parts.
    public init(
        site: String,
        operation: SMSPOperation,
        mappingHash: String,
        comparisonHash: String,
        profileHash: String,
        legacyEndpoint: String
    ) {
        self.site = site
        self.operation = operation
        self.mappingHash = mappingHash
        self.comparisonHash = comparisonHash
        self.profileHash = profileHash
        self.legacyEndpoint = legacyEndpoint
    }

    /// The name of the period: 128 bits, hexadecimal, the same wherever its parts are.
    public var id: String {
        [site, operation.rawValue, mappingHash, comparisonHash, profileHash, legacyEndpoint].digest
    }
}

extension [String] {
    /// The first 128 bits of SHA-256 over the texts, hexadecimal; no two lists of texts run into each other.
    var digest: String {
        var hash = SHA256()
        for text in self {
            hash.update(data: Data("\(text.utf8.count):".utf8))
            hash.update(data: Data(text.utf8))
        }
        return [UInt8](hash.finalize()).prefix(16).hexadecimal
    }
}
