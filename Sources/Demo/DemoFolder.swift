import Bridge
import Crypto
import CryptoExtras
import Foundation
import NHSIdentifiers
import Simulators

/// The key pair of the demo's application, generated for each run.
struct DemoKey {
    /// The API key.
    let apiKey = "demo-api-key"
    /// `kid`.
    let id = "demo-key"
    /// The private key, PEM.
    let pem: String
    private let registered: RegisteredKey

    init() throws {
        let key = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        pem = key.pemRepresentation
        registered = try RegisteredKey(kid: id, pem: key.publicKey.pemRepresentation)
    }

    /// A simulator that knows the application, on a free port of loopback.
    func simulator(people: SyntheticPeople) throws -> PDSSimulator {
        var configuration = PDSConfiguration()
        configuration.access = .applicationRestricted([RegisteredApp(apiKey: apiKey, keys: [registered])])
        return PDSSimulator(people: people, configuration: configuration)
    }
}

/// A temporary folder with the demo's configuration files, as an operator would write them.
struct DemoFolder {
    private let folder: URL

    /// The path of `bridge.yaml`.
    var configuration: String { folder.appending(path: "bridge.yaml").path }

    /// The path of the folder, with a slash behind it.
    var path: String { folder.path + "/" }

    /// The copy of the mapping tables, for mistakes to be made in.
    var mappings: URL { folder.appending(path: "Mappings") }

    /// The bearer token of the demo's operator, for the console too.
    let token = "demo-" + UUID().uuidString.lowercased()

    /// - Parameter ageingPort: the legacy endpoint that is compared with.
    init(
        pdsPort: Int,
        legacyPort: Int,
        ageingPort: Int,
        key: DemoKey,
        mappings: String,
        practices: String
    ) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-demo-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        func absolute(_ path: String) -> String { URL(fileURLWithPath: path, relativeTo: here).path }
        try write("api-key", key.apiKey)
        try write("private-key.pem", key.pem)
        try write("cutover.yaml", "TRUST: { default: shadow }\n")
        for key in ["audit-key", "routing-key", "token-key"] { try write(key, UUID().uuidString + UUID().uuidString) }
        let digest = SHA256.hash(data: Data(token.utf8)).hexadecimal
        try write("operator.sha256", digest)
        try Self.copyFiles(in: URL(fileURLWithPath: absolute(mappings)), to: self.mappings)
        try write(
            "sites.yaml",
            """
            - { id: DEMO, ods: X26, legacy: central, identify: { path: /DEMO } }
            - id: TRUST
              name: A trust with an ageing index
              ods: RXX
              legacy: ageing
              identify: { path: /TRUST }
              informationGovernanceBasis:
                { reference: the demo, approvedBy: demo, date: \(Date.now.day), covers: [shadow, reask] }

            """
        )
        try write(
            "bridge.yaml",
            """
            listen:
              smsp: { host: 127.0.0.1, port: 0 }
              admin:
                port: 0
                users: [ { name: demo, tokenSHA256File: operator.sha256, roles: [view, operate, audit] } ]
            legacies:
              central: { url: "http://127.0.0.1:\(legacyPort)/smsp/pds" }
              ageing: { url: "http://127.0.0.1:\(ageingPort)/smsp/pds" }
            fhir:
              baseURL: http://127.0.0.1:\(pdsPort)/personal-demographics/FHIR/R4
              auth:
                tokenURL: http://127.0.0.1:\(pdsPort)/oauth2/token
                apiKeyFile: api-key
                keyID: \(key.id)
                privateKeyFile: private-key.pem
              requestsPerSecond: 1000
            cutover: { file: cutover.yaml, routingKeyFile: routing-key }
            comparison: { tokenKeyFile: token-key, deadline: 2m }
            audit: { keyFile: audit-key }
            practices: \(absolute(practices))
            mappings: Mappings

            """
        )
    }

    /// Deletes the folder.
    func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Copies the files of a directory, and those of its directories, as files of the demo's user.
    ///
    /// `FileManager.copyItem` would keep the owner, which only root may.
    private static func copyFiles(in directory: URL, to copy: URL) throws {
        try FileManager.default.createDirectory(at: copy, withIntermediateDirectories: true)
        for file in try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil) {
            let target = copy.appending(path: file.lastPathComponent)
            if file.hasDirectoryPath {
                try copyFiles(in: file, to: target)
            } else {
                try Data(contentsOf: file).write(to: target)
            }
        }
    }

    private func write(_ name: String, _ text: String) throws {
        let path = folder.appending(path: name).path
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw CocoaError(.fileWriteUnknown) }
    }
}
