public import Bridge
import Dispatch
import Foundation
public import Logging
public import ServiceLifecycle
import Synchronization

/// Takes the entries of the command line while the bridge runs: two programs that write one SQLite file can lose entries.
///
/// - SeeAlso: note N41.
public struct AuditSocketService: Service {
    private let path: String
    private let journal: any AuditJournal
    private let logger: Logger

    /// The service of the journal at `path`, which `journal` writes.
    public init(path: String, journal: any AuditJournal, logger: Logger) {
        self.path = AuditSocket.path(of: path)
        self.journal = journal
        self.logger = logger
    }

    /// Takes entries until the service stops.
    public func run() async {
        let listener: FileHandle
        do {
            listener = try AuditSocket.listen(at: path)
        } catch {
            logger.warning("audit socket not open", metadata: ["reason": "\(error)"])
            try? await gracefulShutdown()
            return
        }
        let source = DispatchSource.makeReadSource(
            fileDescriptor: listener.fileDescriptor,
            queue: DispatchQueue(label: "audit socket")
        )
        source.setEventHandler { [journal] in AuditSocket.serve(listener) { Self.append($0, to: journal) } }
        let isOver = DispatchSemaphore(value: 0)
        source.setCancelHandler { isOver.signal() }
        source.resume()
        try? await gracefulShutdown()
        source.cancel()
        await withCheckedContinuation { over in
            DispatchQueue.global().async {
                isOver.wait()
                over.resume()
            }
        }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Appends an event, and returns the reason if it is not durable; the thread waits.
    private static func append(_ event: AuditEvent, to journal: any AuditJournal) -> String? {
        let (isOver, reason) = (DispatchSemaphore(value: 0), Reason())
        Task {
            do throws(AuditUnavailable) {
                try await journal.append(event)
            } catch {
                reason.text.withLock { $0 = error.reason }
            }
            isOver.signal()
        }
        isOver.wait()
        return reason.text.withLock { $0 }
    }

    private final class Reason: Sendable {
        let text = Mutex<String?>(nil)
    }
}
