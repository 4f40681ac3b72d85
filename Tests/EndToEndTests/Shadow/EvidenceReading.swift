import Bridge
import Foundation
import Subprocess
import Testing

extension CutoverHouse {
    /// What the store says, as `report --format json` prints it.
    func report() async throws -> EvidenceReport {
        let remains = try await BridgeProcess.run(
            ["report", "--config", folder.configuration, "--format", "json"],
            outputLimit: 1 << 24
        )
        try #require(remains.status == .exited(0), "\(remains.error)")
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        return try decoder.decode(EvidenceReport.self, from: Data(remains.output.utf8))
    }
}

extension BridgeProcess {
    /// The value of a series of `/metrics`; nil when there is none.
    func metric(_ series: String) async throws -> Double? {
        let text = try await SMSPCaller.get("http://127.0.0.1:\(adminPort)/metrics").body
        let line = text.split(separator: "\n").first { $0.hasPrefix(series + " ") }
        return line.flatMap { Double($0.dropFirst(series.count + 1)) }
    }

    /// Waits until nothing is being compared any more.
    func waitUntilCompared() async throws {
        let limit = ContinuousClock.now + .seconds(90)
        while try await metric("smsp_bridge_comparisons_held") != 0 {
            try #require(.now < limit, "comparisons are still held")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}
