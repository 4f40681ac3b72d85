import Crypto
import CryptoExtras
import Foundation
import Simulators

/// A temporary folder with `bridge.yaml`, `sites.yaml` and the secrets that they name.
struct ConfigurationFolder: Sendable {
    let url: URL

    var configuration: String { url.appending(path: "bridge.yaml").path }

    /// An empty folder.
    init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "smsp-bridge-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    /// A folder with a whole configuration in front of `pds`.
    ///
    /// - Parameters:
    ///   - fhir: more lines of `fhir`.
    ///   - smsp: what stands for `listen.smsp`, in one line.
    ///   - admin: what stands for `listen.admin`, in one line.
    ///   - more: further lines at the top, as `legacies` and `cutover`.
    init(
        pdsPort: Int,
        keys: ApplicationKeys,
        fhir: [String] = [],
        smsp: String = "{ host: 127.0.0.1, port: 0 }",
        sites: String = "- { id: RXX, ods: RXX }\n",
        limits: String = "{}",
        admin: String = "{ port: 0 }",
        more: [String] = []
    ) throws {
        try self.init()
        try write("api-key", ApplicationKeys.apiKey)
        try write("key-1.pem", keys.first.pemRepresentation)
        try write("key-2.pem", keys.second.pemRepresentation)
        try write("audit-key", String(repeating: "audit key of the tests ", count: 2))
        try write("sites.yaml", sites)
        let root = BridgeProcess.root.path
        try write(
            "bridge.yaml",
            """
            listen:
              smsp: \(smsp)
              admin: \(admin)
            fhir:
              baseURL: http://127.0.0.1:\(pdsPort)/personal-demographics/FHIR/R4
              auth:
                tokenURL: http://127.0.0.1:\(pdsPort)/oauth2/token
                apiKeyFile: api-key
                keyID: key-1
                privateKeyFile: key-1.pem
                nextKeyID: key-2
                nextPrivateKeyFile: key-2.pem
            \(fhir.map { "  " + $0 }.joined(separator: "\n"))
            limits: \(limits)
            audit: { keyFile: audit-key }
            practices: \(root)/Fixtures/epraccur.csv
            mappings: \(root)/Mappings
            \(more.joined(separator: "\n"))

            """
        )
    }

    /// Writes a file that only its owner can read.
    func write(_ name: String, _ text: String, mode: Int = 0o600) throws {
        let path = url.appending(path: name).path
        guard
            FileManager.default.createFile(
                atPath: path,
                contents: Data(text.utf8),
                attributes: [.posixPermissions: mode]
            )
        else { throw CocoaError(.fileWriteUnknown) }
    }

    func remove() {
        try? FileManager.default.removeItem(at: url)
    }
}

/// The two key pairs of the simulated application.
struct ApplicationKeys: Sendable {
    static let apiKey = "end-to-end-api-key"

    let first: _RSA.Signing.PrivateKey
    let second: _RSA.Signing.PrivateKey

    init() throws {
        first = try _RSA.Signing.PrivateKey(keySize: .bits2048)
        second = try _RSA.Signing.PrivateKey(keySize: .bits2048)
    }

    /// The application as the simulator's token endpoint knows it.
    func app() throws -> RegisteredApp {
        RegisteredApp(
            apiKey: Self.apiKey,
            keys: [
                try RegisteredKey(kid: "key-1", pem: first.publicKey.pemRepresentation),
                try RegisteredKey(kid: "key-2", pem: second.publicKey.pemRepresentation),
            ]
        )
    }

    /// A simulator over the synthetic people that knows the application.
    func simulator(
        tokenLifetime: Int = 599,
        people: SyntheticPeople? = nil,
        patients: PatientsDirectory = PatientsDirectory()
    ) throws -> PDSSimulator {
        var configuration = PDSConfiguration()
        configuration.access = .applicationRestricted([try app()])
        configuration.tokenLifetime = tokenLifetime
        let fixtures = BridgeProcess.root.appending(path: "Fixtures/patients.yaml").path
        return PDSSimulator(
            people: try people ?? SyntheticPeople(contentsOf: fixtures),
            patients: patients,
            configuration: configuration
        )
    }
}
