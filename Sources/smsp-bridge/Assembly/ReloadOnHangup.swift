import Bridge
import ServiceLifecycle
import UnixSignals

/// Reads all files anew when the process gets SIGHUP.
struct ReloadOnHangup: Service {
    let control: RunningBridge

    func run() async throws {
        let signals = await UnixSignalsSequence(trapping: .sighup)
        for await _ in signals.cancelOnGracefulShutdown() {
            _ = await control.reload(by: "SIGHUP")
        }
    }
}
