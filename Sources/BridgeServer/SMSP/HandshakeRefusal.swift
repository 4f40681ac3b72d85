import Bridge
import Foundation
import Logging
import NIOCore
import NIOSSL
import SMSPContract
import SwiftASN1
import X509

/// The reason in words that a TLS handshake failed, and who the caller is as far as it showed.
///
/// Nothing of a refused certificate is proven: it is shown so that an operator can recognise it.
struct HandshakeRefusal {
    private let reason: String
    private let caller: CallerFacts

    /// The refusal behind an error of the TLS library.
    init(_ error: BoringSSLError, of context: ChannelHandlerContext, now: Date) {
        let certificate = ClientCertificate(of: context)
        caller = CallerFacts(
            ConnectionFacts(isEncrypted: true, certificate: certificate, peer: context.remoteAddress?.ipAddress)
        )
        let word = Self.word(in: "\(error)")
        reason =
            switch word {
            case "CERTIFICATE_VERIFY_FAILED": Self.reason(of: context, now: now)
            case "PEER_DID_NOT_RETURN_A_CERTIFICATE": "the caller showed no certificate"
            case "HTTP_REQUEST", "HTTPS_PROXY_REQUEST": "the caller spoke HTTP without TLS"
            case "UNSUPPORTED_PROTOCOL": "the caller offered no version of TLS that is allowed"
            case "NO_SHARED_CIPHER": "the caller offered no cipher suite that is allowed"
            default: "TLS: " + word
            }
    }

    /// The metadata of the log line.
    var metadata: Logger.Metadata {
        caller.refusalMetadata(path: nil, reason: reason)
    }

    /// The library's own word for an error, without its files and lines.
    static func word(in text: String) -> String {
        let code = text.firstMatch(of: #/OPENSSL_internal:([A-Z0-9_]+)/#)
        return code.map { String($0.1) } ?? "the handshake was broken off"
    }

    private static func reason(of context: ChannelHandlerContext, now: Date) -> String {
        guard let tls = try? context.pipeline.syncOperations.handler(type: NIOSSLServerHandler.self),
            let der = try? tls.peerCertificate?.toDERBytes(),
            let certificate = try? Certificate(derEncoded: der)
        else { return "the certificate was not signed by clientCA, or has expired" }
        if certificate.notValidAfter < now { return "certificate expired on \(day(certificate.notValidAfter))" }
        if certificate.notValidBefore > now {
            return "certificate is not valid before \(day(certificate.notValidBefore))"
        }
        return "certificate is not signed by an authority of clientCA"
    }

    private static func day(_ date: Date) -> String { String(date.ISO8601Format().prefix(10)) }
}
