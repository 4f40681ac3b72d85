public import Bridge
import Crypto
import Foundation
import NHSIdentifiers
import Synchronization

/// The files of a configuration as they are in use: a digest of each, and when the certificates among them expire.
public final class ConfiguredFiles: Sendable {
    /// A file that cannot be used; the description names it and the remedy.
    public struct Unusable: Error, CustomStringConvertible {
        /// The problem and the remedy.
        public let description: String
    }

    private struct Read {
        /// The first 16 hexadecimal digits of SHA-256, by path: enough to tell files apart.
        var digests: [String: String]
        /// By the key of the configuration that names the certificate.
        var expiries: [String: Date]
        var practices: PracticeFileAge?
    }

    private let read: Mutex<Read>

    /// The most bytes of a file: those of the practice file.
    private static let limit = 64 << 20

    /// Reads the files of `configuration`.
    ///
    /// - Throws: for a file that cannot be read, and a certificate that is none.
    public init(_ configuration: BridgeConfiguration) throws(Unusable) {
        var digests: [String: String] = [:]
        for path in configuration.files {
            do throws(OrdinaryFile.Refusal) {
                digests[path] = SHA256.hash(data: try OrdinaryFile(path, limit: Self.limit).bytes).prefix(8).hexadecimal
            } catch {
                throw Unusable(description: "\(path): \(error). Try: a file that the bridge may read")
            }
        }
        let (expiries, practices) = (try Self.expiries(of: configuration), PracticeFileAge(configuration))
        read = Mutex(Read(digests: digests, expiries: expiries, practices: practices))
    }

    /// Returns the files of `next` that differ from these, in the order of their paths.
    public func changes(to next: ConfiguredFiles) -> [RunningBridge.FileChange] {
        let (before, now) = (read.withLock { $0.digests }, next.read.withLock { $0.digests })
        return Set(before.keys).union(now.keys).sorted().compactMap { path in
            guard before[path] != now[path] else { return nil }
            return RunningBridge.FileChange(path: path, before: before[path], now: now[path])
        }
    }

    /// Takes the digests and dates of `next`.
    public func apply(_ next: ConfiguredFiles) {
        let taken = next.read.withLock { $0 }
        read.withLock { $0 = taken }
    }

    /// The age of the practice file; nil without one.
    public var practices: PracticeFileAge? { read.withLock { $0.practices } }

    /// The expiry of each certificate and the age of the practice file, for `/metrics`.
    public var samples: [MetricSample] {
        read.withLock { $0.expiries }.sorted { $0.key < $1.key }.map { .certificate($0.key, expires: $0.value) }
            + [practices?.sample].compactMap(\.self)
    }

    private static func expiries(of configuration: BridgeConfiguration) throws(Unusable) -> [String: Date] {
        var files: [String: String] = [:]
        files["listen.smsp.tls"] = configuration.tls?.certificate
        files["listen.admin.tls"] = configuration.admin.tls?.certificate
        for legacy in configuration.legacies.values {
            files["legacies.\(legacy.name).tls"] = legacy.identity?.certificate
        }
        for site in configuration.sites.sites {
            files["sites.\(site.id).legacy.tls"] = site.legacy?.identity?.certificate
        }
        var expiries: [String: Date] = [:]
        for (key, path) in files {
            guard let certificate = try? ServerCertificate(contentsOf: path) else {
                throw Unusable(description: "\(path): holds no certificate. Try: a PEM file")
            }
            expiries[key] = certificate.notAfter
        }
        return expiries
    }
}
