import Curl
import NIOSSL
import RawHTTP
import TestCertificates
import Testing

/// Client certificates that requests of one pool present in turn.
@Suite struct IdentityTests {
    @Test(
        "requests of two identities on one pool never share a connection, 400 of 400",
        arguments: [CurlConfiguration.Versions.one, .twoWhereOffered]
    )
    func twoIdentities(_ versions: CurlConfiguration.Versions) async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let issued = ["a": try authority.client("site-a"), "b": try authority.client("site-b")]
        let identities = issued.mapValues { CurlIdentity(certificate: $0.certificate, privateKey: $0.privateKey) }
        let certificates = try issued.mapValues { try NIOSSLCertificate.fromPEMFile($0.certificate)[0] }
        let server = RawServer { _ in .send(RawServer.answer("")) }
        let pool = try CurlPool(CurlConfiguration(ca: authority.certificate, versions: versions, inFlight: 8))
        let failed = try await server.run(tls: try .mutual(authority)) { port in
            await withTaskGroup(of: Bool.self) { group in
                for number in 0..<400 {
                    let name = number.isMultiple(of: 2) ? "a" : "b"
                    group.addTask {
                        let url = "https://localhost:\(port)/\(name)"
                        return await pool.get(url, identity: identities[name]).error != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
        }
        await pool.shutDown()
        let wrong = server.requests.count { request in
            request.peer == nil || request.peer != certificates[request.text.hasPrefix("GET /a ") ? "a" : "b"]
        }
        #expect(failed == 0)
        #expect(server.requests.count == 400)
        #expect(wrong == 0)
        #expect(server.connections < 400)
    }

    @Test("a request without an identity presents the pool's, and one with its own not the pool's")
    func override() async throws {
        let authority = try TestAuthority()
        defer { authority.remove() }
        let (own, other) = (try authority.client("pool"), try authority.client("site"))
        let server = RawServer { _ in .send(RawServer.answer("")) }
        let pool = try CurlPool(
            CurlConfiguration(ca: authority.certificate, certificate: own.certificate, privateKey: own.privateKey)
        )
        try await server.run(tls: try .mutual(authority)) { port in
            let identity = CurlIdentity(certificate: other.certificate, privateKey: other.privateKey)
            for identity in [nil, identity, nil] {
                _ = await pool.get("https://localhost:\(port)/", identity: identity)
            }
        }
        await pool.shutDown()
        let expected = try [own, other, own].map { try NIOSSLCertificate.fromPEMFile($0.certificate)[0] }
        #expect(server.requests.map(\.peer) == expected)
    }
}

extension NIOSSLContext {
    /// The context of a server that demands a client certificate of `authority`.
    fileprivate static func mutual(_ authority: TestAuthority) throws -> NIOSSLContext {
        let issued = try authority.server()
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(issued.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: issued.privateKey, format: .pem))
        )
        configuration.trustRoots = .file(authority.certificate)
        configuration.certificateVerification = .noHostnameVerification
        return try NIOSSLContext(configuration: configuration)
    }
}
