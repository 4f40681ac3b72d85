import Bridge
import BridgeStorage
import Evidence
import Logging

/// The store that `store` of a configuration names; what is wrong with it is a problem of that configuration.
enum ComparisonStoreFile {
    /// Opens it; nil where nothing is compared.
    static func open(_ configuration: BridgeConfiguration, logger: Logger) throws -> SQLiteComparisonStore? {
        guard let settings = configuration.comparison else { return nil }
        let key = try ConfigurationFile.loadKey(settings.tokenKey, bytes: TokenKey.minimumBytes, TokenKey.init)
        do throws(StoreUnavailable) {
            return try SQLiteComparisonStore.open(
                path: configuration.store,
                tokenKey: key,
                retention: settings.retention,
                logger: logger
            )
        } catch {
            throw InvalidConfiguration([
                "store.sqlite: \(configuration.store) cannot be used: \(error.reason). Try: a file of the bridge's own"
            ])
        }
    }
}
