import Synchronization

/// The registered apps, whose keys and standing may change while the simulator runs.
///
/// PDS caches an app's keys for an hour; here a change counts at once.
public final class AppRegistry: Sendable {
    private let apps: Mutex<[String: RegisteredApp]>

    init(_ apps: [RegisteredApp]) {
        self.apps = Mutex(Dictionary(apps.map { ($0.apiKey, $0) }, uniquingKeysWith: { $1 }))
    }

    /// Adds `key` to the keys of the app; no effect if no app has the API key.
    public func publish(_ key: RegisteredKey, for apiKey: String) {
        apps.withLock { $0[apiKey]?.keys.append(key) }
    }

    /// Takes the key out of the app's keys: its assertions are refused with `Invalid 'kid' header`.
    public func withdraw(kid: String, from apiKey: String) {
        apps.withLock { $0[apiKey]?.keys.removeAll { $0.kid == kid } }
    }

    /// Changes whether the app may ask for tokens.
    public func set(_ standing: RegisteredApp.Standing, of apiKey: String) {
        apps.withLock { $0[apiKey]?.standing = standing }
    }

    /// The app with this API key.
    subscript(apiKey: String) -> RegisteredApp? {
        apps.withLock { $0[apiKey] }
    }
}
