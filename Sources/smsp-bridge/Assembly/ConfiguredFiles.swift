import Bridge
import BridgeServer
import Crypto
import Foundation
import NHSIdentifiers
import StrictYAML
import Synchronization

/// The files of a configuration as they are in use: a digest of each, and when the certificates among them expire.
final class ConfiguredFiles: Sendable {
    private struct Read {
        /// The first 16 hexadecimal digits of SHA-256, by path: enough to tell files apart.
        var digests: [String: String]
        /// By the key of the configuration that names the certificate.
        var expiries: [String: Date]
        var practices: PracticeFileAge?
    }

    private let read: Mutex<Read>

    init(_ configuration: BridgeConfiguration) throws {
        var digests: [String: String] = [:]
        for path in configuration.files {
            guard let data = FileManager.default.contents(atPath: path) else {
                throw InvalidConfiguration(["\(path): cannot be read. Try: a file that the bridge may read"])
            }
            digests[path] = SHA256.hash(data: data).prefix(8).hexadecimal
        }
        let (expiries, practices) = (try Self.expiries(of: configuration), PracticeFileAge(configuration))
        read = Mutex(Read(digests: digests, expiries: expiries, practices: practices))
    }

    /// Which files of `next` are others than these, in the order of their paths.
    func changes(to next: ConfiguredFiles) -> [RunningBridge.FileChange] {
        let (before, now) = (read.withLock { $0.digests }, next.read.withLock { $0.digests })
        return Set(before.keys).union(now.keys).sorted().compactMap { path in
            guard before[path] != now[path] else { return nil }
            return RunningBridge.FileChange(path: path, before: before[path], now: now[path])
        }
    }

    /// Takes what others have read.
    func apply(_ next: ConfiguredFiles) {
        let taken = next.read.withLock { $0 }
        read.withLock { $0 = taken }
    }

    var practices: PracticeFileAge? { read.withLock { $0.practices } }

    var samples: [MetricSample] {
        read.withLock { $0.expiries }.sorted { $0.key < $1.key }.map { .certificate($0.key, expires: $0.value) }
            + [practices?.sample].compactMap(\.self)
    }

    private static func expiries(of configuration: BridgeConfiguration) throws -> [String: Date] {
        var files: [String: String] = [:]
        files["listen.smsp.tls"] = configuration.tls?.certificate
        files["listen.admin.tls"] = configuration.admin.tls?.certificate
        for legacy in configuration.legacies.values {
            files["legacies.\(legacy.name).tls"] = legacy.identity?.certificate
        }
        for site in configuration.sites.sites {
            files["sites.\(site.id).legacy.tls"] = site.legacy?.identity?.certificate
        }
        return try files.mapValues { path in
            do {
                return try ServerCertificate(contentsOf: path).notAfter
            } catch {
                throw InvalidConfiguration(["\(path): holds no certificate. Try: a PEM file"])
            }
        }
    }
}
