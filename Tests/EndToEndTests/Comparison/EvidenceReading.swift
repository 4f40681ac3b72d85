import Bridge
import Evidence
import Foundation
import Subprocess
import Testing

extension CutoverHarness {
    /// What the store says once all of its records count, as `report --format json` prints it.
    func report() async throws -> EvidenceReport {
        try await ageRecords()
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
        let limit = ContinuousClock.now + .seconds(600)
        while try await metric("smsp_bridge_comparisons_held") != 0 {
            try #require(.now < limit, "comparisons are still held")
            try await Task.sleep(for: .milliseconds(50))
        }
    }
}

extension Operator {
    /// The content hash of the tables in use.
    func mappingHash() async throws -> String {
        struct Status: Decodable {
            let hash: String
        }
        return try JSONDecoder().decode(Status.self, from: Data(try await get("/api/mappings").utf8)).hash
    }

    /// What comparing has found, once every record of calls under these tables is written.
    func report(ofMapping hash: String) async throws -> EvidenceReport {
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .iso8601
        let limit = ContinuousClock.now + .seconds(30)
        var earlier = ""
        while ContinuousClock.now < limit {
            // Records are written some time after they are made, which is over when nothing changes any more.
            let text = try await get("/api/evidence")
            let report = try decoder.decode(EvidenceReport.self, from: Data(text.utf8))
            let found = text.replacing(/"madeAt":"[^"]*"/, with: "")
            if report.summary.periods.contains(where: { $0.mappingHash == hash }), found == earlier { return report }
            earlier = found
            try await Task.sleep(for: .milliseconds(400))
        }
        throw CancellationError()
    }
}
