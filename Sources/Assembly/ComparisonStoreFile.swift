package import Bridge
package import BridgeStorage
import Evidence
package import Logging

/// The store that `store` of a configuration names; what is wrong with it is a problem of that configuration.
package enum ComparisonStoreFile {
    /// Opens it; nil without comparison.
    package static func open(_ configuration: BridgeConfiguration, logger: Logger) throws -> SQLiteComparisonStore? {
        try using(configuration) { settings, key throws(StoreUnavailable) in
            try SQLiteComparisonStore.open(
                path: configuration.store,
                tokenKey: key,
                retention: settings.retention,
                logger: logger
            )
        }
    }

    /// Checks that it could be opened, and changes nothing.
    package static func check(_ configuration: BridgeConfiguration) throws {
        _ = try using(configuration) { _, _ throws(StoreUnavailable) in
            try SQLiteComparisonStore.check(path: configuration.store)
        }
    }

    private static func using<Value>(
        _ configuration: BridgeConfiguration,
        _ use: (ComparisonSettings, TokenKey) throws(StoreUnavailable) -> Value
    ) throws -> Value? {
        guard let settings = configuration.comparison else { return nil }
        let key = try ConfigurationFile.loadKey(settings.tokenKey, bytes: TokenKey.minimumBytes, TokenKey.init)
        do throws(StoreUnavailable) {
            return try use(settings, key)
        } catch {
            throw InvalidConfiguration([
                "store.sqlite: \(configuration.store) cannot be used: \(error.reason). Try: a file of the bridge's own"
            ])
        }
    }
}
