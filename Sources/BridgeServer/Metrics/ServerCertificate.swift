public import Foundation
import NHSIdentifiers
import SwiftASN1
import X509

/// The first certificate of a PEM file: the one that the file's owner shows of itself.
public struct ServerCertificate: Sendable, Equatable {
    /// The end of its validity.
    public let notAfter: Date
    /// The DNS names and IP addresses of the certificate, lower case; a name can begin with `*.`.
    public let names: [String]

    /// The certificate in the file at `path`.
    ///
    /// - Throws: when the file cannot be read, or holds no certificate in PEM.
    public init(contentsOf path: String) throws {
        let documents = try PEMDocument.parseMultiple(
            pemString: String(decoding: PEMFile.bytes(path), as: UTF8.self)
        )
        guard let document = documents.first(where: { $0.discriminator == Certificate.defaultPEMDiscriminator }) else {
            throw CocoaError(.fileReadCorruptFile)
        }
        let certificate = try Certificate(pemDocument: document)
        notAfter = certificate.notValidAfter
        names = (try certificate.extensions.subjectAlternativeNames ?? SubjectAlternativeNames()).compactMap { name in
            switch name {
            case .dnsName(let name): name.lowercased()
            case .ipAddress(let address): Self.text(ofAddress: Array(address.bytes))
            default: nil
            }
        }
    }

    /// An IP address as a `Host` header holds it; nil if the text is none.
    private static func text(ofAddress bytes: [UInt8]) -> String? {
        switch bytes.count {
        case 4: bytes.map(String.init).joined(separator: ".")
        case 16:
            stride(from: 0, to: 16, by: 2)
                .map { String(UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1]), radix: 16) }
                .joined(separator: ":")
        default: nil
        }
    }
}
