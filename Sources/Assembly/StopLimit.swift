import Dispatch
import Foundation
package import Logging
import ServiceLifecycle

/// Ends the process if it has not stopped long after it was told to, whatever holds it: a file system that does not answer,
/// a reload that waits for it.
///
/// For a program that does nothing else once it has stopped. It is told first, so it stands last among the services.
package struct StopLimit: Service {
    private let drain: Duration
    private let logger: Logger

    /// What closing the journal and the connections may take after that.
    private static let closing: Duration = .seconds(10)

    /// - Parameter drain: the time that calls in flight have.
    package init(drain: Duration, logger: Logger) {
        self.drain = drain
        self.logger = logger
    }

    package func run() async throws {
        try? await gracefulShutdown()
        // A thread of its own: those of tasks may be what is held.
        let limit = drain + Self.closing
        DispatchQueue(label: "stop limit").asyncAfter(deadline: .now() + limit / .seconds(1)) {
            logger.critical("not stopped in time; the process ends", metadata: ["seconds": "\(limit / .seconds(1))"])
            _exit(1)
        }
    }
}
