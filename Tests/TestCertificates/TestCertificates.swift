import Crypto
public import Foundation
import SwiftASN1
import X509

/// A certificate authority made for one test run, and the certificates it issues, as PEM files in a temporary folder.
public struct TestAuthority: Sendable {
    /// The folder of the files.
    public let folder: URL
    /// The authority's own certificate, PEM.
    public let certificate: String
    private let key: P256.Signing.PrivateKey
    private let name: DistinguishedName

    /// A certificate, its key and what the other side knows of it.
    public struct Issued: Sendable {
        /// The certificate, PEM.
        public let certificate: String
        /// The private key, PEM, readable by its owner only.
        public let privateKey: String
        /// SHA-256 of the DER encoding, lower-case hexadecimal.
        public let sha256: String
    }

    /// A new authority.
    public init(_ commonName: String = "Test Authority") throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "test-authority-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        key = P256.Signing.PrivateKey()
        name = try DistinguishedName { CommonName(commonName) }
        let own = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(key.publicKey),
            notValidBefore: .now - 3600,
            notValidAfter: .now + 86_400,
            issuer: name,
            subject: name,
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        certificate = folder.appending(path: "authority.pem").path
        try Self.write(try own.serializeAsPEM().pemString, to: certificate)
    }

    /// A certificate for `localhost` and 127.0.0.1.
    public func server() throws -> Issued {
        try issue("localhost", usage: .serverAuth)
    }

    /// A certificate for a client of this common name.
    ///
    /// - Parameter expires: the end of its validity; tomorrow by default.
    public func client(_ commonName: String, expires: Date = .now + 86_400) throws -> Issued {
        try issue(commonName, usage: .clientAuth, expires: expires)
    }

    /// Deletes the folder.
    public func remove() {
        try? FileManager.default.removeItem(at: folder)
    }

    private func issue(_ commonName: String, usage: ExtendedKeyUsage.Usage, expires: Date = .now + 86_400) throws
        -> Issued
    {
        let subjectKey = P256.Signing.PrivateKey()
        let issued = try Certificate(
            version: .v3,
            serialNumber: Certificate.SerialNumber(),
            publicKey: Certificate.PublicKey(subjectKey.publicKey),
            notValidBefore: min(.now - 3600, expires - 3600),
            notValidAfter: expires,
            issuer: name,
            subject: try DistinguishedName { CommonName(commonName) },
            signatureAlgorithm: .ecdsaWithSHA256,
            extensions: try Certificate.Extensions {
                Critical(BasicConstraints.notCertificateAuthority)
                try ExtendedKeyUsage([usage])
                SubjectAlternativeNames([
                    .dnsName("localhost"), .ipAddress(ASN1OctetString(contentBytes: [127, 0, 0, 1])),
                ])
            },
            issuerPrivateKey: Certificate.PrivateKey(key)
        )
        var serializer = DER.Serializer()
        try serializer.serialize(issued)
        let file = folder.appending(path: UUID().uuidString)
        let paths = (certificate: file.path + ".pem", privateKey: file.path + ".key.pem")
        try Self.write(try issued.serializeAsPEM().pemString, to: paths.certificate)
        try Self.write(subjectKey.pemRepresentation, to: paths.privateKey)
        return Issued(
            certificate: paths.certificate,
            privateKey: paths.privateKey,
            sha256: SHA256.hash(data: serializer.serializedBytes)
                .map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        )
    }

    private static func write(_ text: String, to path: String) throws {
        let isWritten = FileManager.default.createFile(
            atPath: path,
            contents: Data(text.utf8),
            attributes: [.posixPermissions: 0o600]
        )
        guard isWritten else { throw CocoaError(.fileWriteUnknown) }
    }
}
