import Crypto
import NHSIdentifiers
import NIOCore
import NIOSSL
import SMSPContract
import SwiftASN1
import X509

extension ClientCertificate {
    /// The certificate that the client of a connection proved to hold; nil when it showed none.
    init?(of context: ChannelHandlerContext) {
        guard let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let der = try? tls.peerCertificate?.toDERBytes(),
            let certificate = try? Certificate(derEncoded: der)
        else { return nil }
        let commonName = certificate.subject.lazy.flatMap(\.self)
            .first { $0.type == .RDNAttributeType.commonName }
            .flatMap { String($0.value) }
        self.init(
            sha256: SHA256.hash(data: der).hexadecimal,
            subject: certificate.subject.description,
            issuer: certificate.issuer.description,
            commonName: commonName
        )
    }
}
