import Backends
import Logging
import SMSPContract

extension TokenNotice {
    /// Logs the event as an alarm; the shut-down of a connection is none.
    func log(to logger: Logger) {
        switch self {
        case .failed(let failure):
            guard failure.reason != .stopped else { return }
            logger.error("alarm", metadata: failure.metadata.merging(["alarm": "tokenFailed"]) { own, _ in own })
        case .keyChanged(let failure, let next):
            let alarm: Logger.Metadata = ["alarm": "tokenKeyChanged", "nextKeyID": "\(next)"]
            logger.error("alarm", metadata: failure.metadata.merging(alarm) { own, _ in own })
        case .clockSkew(let seconds):
            logger.error("alarm", metadata: ["alarm": "clockSkew", "seconds": .stringConvertible(seconds)])
        }
    }
}

extension TokenFailure {
    /// The failure as log lines show it; `tokenMessageID` is what NHS England asks for.
    fileprivate var metadata: Logger.Metadata {
        var metadata: Logger.Metadata = ["reason": "\(reason.rawValue)", "keyID": "\(keyID)"]
        metadata["status"] = status.map { .stringConvertible($0) }
        metadata["tokenError"] = error.map { "\($0)" }
        metadata["tokenErrorDescription"] = description.map { "\($0)" }
        metadata["tokenMessageID"] = messageID.map { "\($0)" }
        metadata["transfer"] = transfer.map { "\($0)" }
        return metadata
    }
}
