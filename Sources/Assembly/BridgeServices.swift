import Bridge
import ServiceLifecycle
import Synchronization
import Systemd
import UnixSignals

/// Keeps the connections open until the process stops.
final class UpstreamsService: Service {
    private let upstreams: Mutex<Upstreams>

    init(_ upstreams: Upstreams) {
        self.upstreams = Mutex(upstreams)
    }

    var current: Upstreams { upstreams.withLock { $0 } }

    /// Puts others in their place; what they do not keep ends with the last call on it.
    func apply(_ next: Upstreams) { upstreams.withLock { $0 = next } }

    func run() async throws {
        try? await gracefulShutdown()
        await current.shutDown()
    }
}

/// Reloads all files when the process receives SIGHUP.
struct ReloadOnHangup: Service {
    let control: RunningBridge
    let systemd: SystemdService

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            systemd.tell(.reloading)
            _ = await control.reload(by: "SIGHUP")
            systemd.tell(.ready)
        }
    }
}

/// Tells the service manager when the bridge can serve, that it is alive, and that it stops.
struct ManagedLife: Service {
    let systemd: SystemdService
    /// Returns once the listeners listen.
    let listening: @Sendable () async throws -> Void

    func run() async throws {
        try await listening()
        systemd.tell(.ready)
        if let watchdog = systemd.watchdog {
            await cancelWhenGracefulShutdown {
                // From the same threads that make the answers: if these hang, the manager starts the bridge again.
                while (try? await Task.sleep(for: watchdog / 2)) != nil { systemd.tell(.alive) }
            }
        } else {
            try? await gracefulShutdown()
        }
        systemd.tell(.stopping)
    }
}

/// Compares calls until the process stops; waiting calls are then dropped.
struct ComparingService: Service {
    let runner: ComparisonRunner

    func run() async throws {
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await runner.run()
            } onGracefulShutdown: { [runner] in
                runner.stop()
            }
        } onCancel: { [runner] in
            runner.stop()
        }
    }
}

/// Enters in the audit that the bridge starts, with the states it finds in its files, and that it stops.
///
/// It stops after the listeners, so that the entry of the stop follows those of all answers.
struct AuditedLife: Service {
    let audit: any AuditJournal
    let snapshots: CurrentSnapshot

    func run() async throws {
        let (states, mapping) = (snapshots.value.states, snapshots.value.mapping)
        let sites = states.statuses.count
        enter(AuditedAction(user: "bridge", action: "start", to: mapping.hash, reason: "\(sites) sites"))
        for action in states.beyondFirst { enter(action) }
        try? await gracefulShutdown()
        enter(AuditedAction(user: "bridge", action: "stop"))
    }

    private func enter(_ action: AuditedAction) { audit.enqueue(.action(action)) }
}
