import ArgumentParser
import Assembly
import Foundation
import MappingEngine
import PDSFHIR
import SMSPContract

/// The options of an offline verb that reads a FHIR Patient: tables, practices, day.
struct RecordReading: ParsableArguments {
    @Option(help: ArgumentHelp("The date that \"current\" is judged by; today by default.", valueName: "YYYY-MM-DD"))
    var at: String?

    @Option(help: ArgumentHelp("The directory of the mapping tables.", valueName: "directory"))
    var mappings = "Mappings"

    @Option(help: ArgumentHelp("The ODS practice file; without it practices are their codes alone.", valueName: "file"))
    var practices: String?

    /// The tables, checked.
    func tables() throws -> MappingTables { try ConfigurationFile.loadMappings(mappings) }

    /// The practices; none without the option.
    func practiceDirectory() throws -> PracticeDirectory {
        try practices.map(ConfigurationFile.loadPractices) ?? .empty
    }

    /// The day, in London.
    func date() throws -> CalendarDate {
        guard let at else { return CalendarDate(inLondonAt: Date.now.timeIntervalSince1970) }
        guard let date = CalendarDate(at) else { throw ValidationError("--at: must be a date, YYYY-MM-DD.") }
        return date
    }

    /// Prints what is to be known of how the record became an answer, on standard error.
    static func tell(_ diagnostics: [CallDiagnostic]) {
        for diagnostic in diagnostics {
            let place = diagnostic.place.isEmpty ? "" : " " + diagnostic.place
            Terminal.complain("\(diagnostic.isAlarm ? "alarm" : "note"): \(diagnostic.name)\(place)")
        }
    }

    static func patient(in reply: PDSReply) throws -> Patient {
        guard case .patient(let patient) = reply else {
            Terminal.complain("standard input: holds no FHIR Patient with an NHS number")
            throw ExitStatus.backendDown
        }
        return patient
    }
}
