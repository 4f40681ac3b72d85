import ArgumentParser
import Bridge
import Foundation

/// The day by which the rules of `comparison.yaml` expire.
struct RuleDay: ParsableArguments {
    @Option(help: ArgumentHelp("The day by which rules expire; today by default.", valueName: "YYYY-MM-DD"))
    var at: String?

    func validate() throws {
        guard at?.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil || at == nil else {
            throw ValidationError("--at: must be a date, YYYY-MM-DD.")
        }
    }

    var day: String { at ?? Date.now.day }
}
