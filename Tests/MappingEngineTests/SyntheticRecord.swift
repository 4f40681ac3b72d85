import Foundation
import JSONTree
import MappingEngine
import PDSFHIR
import SMSPContract
import Testing

/// Places of the repository that tests read.
enum Repository {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ path: String) -> String { root.appending(path: path).path }

    static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }
}

/// The tables as they are shipped.
enum ShippedTables {
    private static let loaded = Result { try MappingTables.load(directory: Repository.path("Mappings")) }

    static func tables() throws -> MappingTables { try loaded.get() }
}

/// A record built for a test, put through the shipped tables.
struct SyntheticRecord {
    static let nhsNumber = "9991007016"

    /// The record: number and label, then `members`, which are written as JSON.
    static func json(_ members: String = "", label: String? = "U") -> String {
        let security = label.map { #","meta":{"security":[{"code":"\#($0)"}]}"# } ?? ""
        let rest = members.isEmpty ? "" : "," + members
        return #"{"resourceType":"Patient","id":"\#(nhsNumber)"\#(security)\#(rest)}"#
    }

    /// What the shipped tables make of the record with `members`.
    static func mapped(
        _ members: String = "",
        label: String? = "U",
        on date: String = "2026-11-23",
        localIdentifier: InstanceIdentifier? = nil,
        practices: PracticeDirectory = .empty,
        profile: SiteProfile = SiteProfile()
    ) throws -> MappedPatient {
        try mapped(
            json: json(members, label: label),
            on: date,
            localIdentifier: localIdentifier,
            practices: practices,
            profile: profile
        )
    }

    /// What the shipped tables make of the record that `json` is.
    static func mapped(
        json: String,
        on date: String = "2026-11-23",
        localIdentifier: InstanceIdentifier? = nil,
        practices: PracticeDirectory = .empty,
        profile: SiteProfile = SiteProfile()
    ) throws -> MappedPatient {
        try ShippedTables.tables().patientDetails(
            from: try patient(json),
            localIdentifier: localIdentifier,
            practices: practices,
            on: try #require(CalendarDate(date)),
            profile: profile
        )
    }

    /// The details that the shipped tables make of the record with `members`.
    static func details(
        _ members: String,
        label: String? = "U",
        on date: String = "2026-11-23",
        practices: PracticeDirectory = .empty,
        profile: SiteProfile = SiteProfile()
    ) throws -> PatientDetails {
        let mapped = try mapped(members, label: label, on: date, practices: practices, profile: profile)
        return try #require(mapped.details)
    }

    static func patient(_ json: String) throws -> Patient {
        try Patient(try JSONValue.parse(Array(json.utf8)))
    }
}

extension MappedPatient {
    /// The names of the diagnostics, in order.
    var notes: [String] { diagnostics.map(\.name) }
}
