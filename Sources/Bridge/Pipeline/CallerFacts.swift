public import Logging
import NHSIdentifiers
public import SMSPContract

/// Who called, for the log and the audit: the address, and the certificate as it is named in `sites.yaml`.
public struct CallerFacts: Sendable, Hashable {
    /// The longest path that a log line has, bytes.
    private static let pathLength = 256

    /// The IP address; nil if it is not known.
    let peer: String?
    /// The SHA-256 of the certificate, hexadecimal; nil without one.
    let certificate: String?
    /// The subject of the certificate; nil without one.
    let subject: String?

    /// The caller of a connection.
    public init(_ connection: ConnectionFacts) {
        peer = connection.peer
        certificate = connection.certificate?.sha256
        subject = connection.certificate.map { $0.subject.cut(toBytes: AuditedCall.idBytes) }
    }

    /// The metadata of a line about a call.
    var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = [:]
        metadata["peer"] = peer.map { "\($0)" }
        metadata["certificate"] = certificate.map { "\($0)" }
        metadata["certificateSubject"] = subject.map { "\($0)" }
        return metadata
    }

    /// The metadata of a line about a refused caller, with what `identify` of a site would have.
    ///
    /// - Parameters:
    ///   - path: the path of the request; nil if none was read.
    ///   - reason: the reason in words.
    public func refusalMetadata(path: String?, reason: String) -> Logger.Metadata {
        var metadata = metadata
        metadata["reason"] = "\(reason)"
        metadata["path"] = path.map { "\($0.cut(toBytes: Self.pathLength))" }
        metadata["identify"] = certificate.map { "certificate: { sha256: \($0) }" }
        return metadata
    }
}

extension SiteDirectory {
    /// The reason in words that a caller is of no site.
    func reason(of connection: ConnectionFacts, path: String) -> String {
        guard admits(connection) else {
            return connection.certificate == nil
                ? "every site has a certificate, and the caller showed none" : "no site has the certificate"
        }
        return mayServe(connection: connection, path: path)
            ? "the audit identities of the message fit no site of this certificate and path"
            : "no site of the caller has the path"
    }
}
