import CryptoExtras
import Foundation
import JSONTree
import RawHTTP
import SMSPContract
import Simulators
import Testing

/// The synthetic people of the fixtures and the simulators that tests run of them.
enum PDSTesting {
    static let fixtures = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "Fixtures").path

    static let people = Result { try SyntheticPeople(contentsOf: fixtures + "/patients.yaml") }

    /// Runs a simulator of the fixture people around `body`, which gets it and its port.
    static func withSimulator<Result: Sendable>(
        people: SyntheticPeople? = nil,
        patients: PatientsDirectory = PatientsDirectory(),
        _ configuration: PDSConfiguration = PDSConfiguration(),
        _ body: (PDSSimulator, Int) async throws -> Result
    ) async throws -> Result {
        let people = try people ?? Self.people.get()
        let simulator = PDSSimulator(people: people, patients: patients, configuration: configuration)
        return try await simulator.whileRunning { simulator in try await body(simulator, try await simulator.port) }
    }

    /// The reply to one request on a connection of its own.
    static func reply(to request: WireRequest, port: Int) async throws -> RawAnswer {
        try await RawConnection.open(port: port) { connection in try await connection.exchange(request) }
    }
}

extension WireRequest {
    static let requestID = "60E0B220-8136-4CA5-AE46-1D97EF59D068"

    /// `GET /Patient/{id}` with an `X-Request-ID`.
    static func patient(
        _ id: String,
        requestID: String? = requestID,
        token: String? = nil,
        headers: [(String, String)] = []
    ) -> WireRequest {
        var all = headers
        if let requestID { all.append(("X-Request-ID", requestID)) }
        if let token { all.append(("Authorization", "Bearer \(token)")) }
        return WireRequest(path: "/personal-demographics/FHIR/R4/Patient/\(id)", headers: all)
    }

    /// `GET /Patient?…` with an `X-Request-ID`; `query` as it goes over the wire.
    static func search(_ query: String?, requestID: String? = requestID, token: String? = nil) -> WireRequest {
        var headers: [(String, String)] = []
        if let requestID { headers.append(("X-Request-ID", requestID)) }
        if let token { headers.append(("Authorization", "Bearer \(token)")) }
        return WireRequest(
            path: "/personal-demographics/FHIR/R4/Patient" + (query.map { "?" + $0 } ?? ""),
            headers: headers
        )
    }

    /// `POST /oauth2/token` with these form fields.
    static func token(_ fields: [(String, String)]) -> WireRequest {
        let form = fields.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")" }
        return WireRequest(
            method: "POST",
            path: "/oauth2/token",
            headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: form.joined(separator: "&")
        )
    }

    /// `POST /oauth2/token` as a well-behaved client sends it.
    static func token(assertion: String) -> WireRequest {
        token([
            ("grant_type", "client_credentials"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion),
        ])
    }
}

/// The app that tests register, and its key.
enum TestApp {
    static let apiKey = "test-api-key"
    static let kid = "test-1"
    static let key = Result { try _RSA.Signing.PrivateKey(keySize: .bits2048) }

    /// The registered app with its public key.
    static func registered() throws -> RegisteredApp {
        let pem = try key.get().publicKey.pemRepresentation
        return RegisteredApp(apiKey: apiKey, name: "test-app", keys: [try RegisteredKey(kid: kid, pem: pem)])
    }

    /// Application-restricted access for one app.
    static func configuration(_ app: RegisteredApp? = nil) throws -> PDSConfiguration {
        var configuration = PDSConfiguration()
        configuration.access = .applicationRestricted([try app ?? registered()])
        return configuration
    }

    /// The text of a JSON Web Token of this header and these claims, signed with RS512.
    static func assertion(header: JSONValue, claims: JSONValue) throws -> String {
        let parts = [header, claims].map { base64URL($0.serialized()) }.joined(separator: ".")
        let signature = try key.get().signature(
            for: SHA512.hash(data: Array(parts.utf8)),
            padding: .insecurePKCS1v1_5
        )
        return parts + "." + base64URL(Array(signature.rawRepresentation))
    }

    /// A token of a running simulator.
    static func token(port: Int) async throws -> String {
        let assertion = try assertion(header: goodHeader, claims: goodClaims())
        let reply = try await PDSTesting.reply(to: .token(assertion: assertion), port: port)
        return try #require(reply.json["access_token"]?.string)
    }

    static let goodHeader = JSONValue.object([
        JSONMember(key: "alg", value: .string("RS512")),
        JSONMember(key: "typ", value: .string("JWT")),
        JSONMember(key: "kid", value: .string(kid)),
    ])

    static func goodClaims(expiresIn seconds: Int = 240) -> JSONValue {
        .object([
            JSONMember(key: "iss", value: .string(apiKey)),
            JSONMember(key: "sub", value: .string(apiKey)),
            JSONMember(key: "aud", value: .string("http://pds.test/oauth2/token")),
            JSONMember(key: "jti", value: .string(UUID().uuidString)),
            JSONMember(key: "exp", value: .number(String(Int(Date().timeIntervalSince1970) + seconds))),
        ])
    }

    static func base64URL(_ bytes: [UInt8]) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}

extension JSONValue {
    /// The object with one member changed, added, or left out.
    func setting(_ key: String, _ value: JSONValue?) -> JSONValue {
        .object(members.filter { $0.key != key } + (value.map { [JSONMember(key: key, value: $0)] } ?? []))
    }
}
