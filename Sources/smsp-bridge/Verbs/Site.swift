public import ArgumentParser
import Assembly
import Bridge
public import Evidence
import Foundation
import SMSPContract

/// `site`: which backend answers a site's calls, and how that changes.
struct Site: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Shows and changes which backend answers a site's calls.",
        discussion: """
            With --admin a running bridge makes the change, which is in effect at once. With --config the files are read \
            and written; a change is refused while a bridge runs on them, which would not see it.
            """,
        subcommands: [
            List.self, Show.self, Promote.self, Rollback.self, Freeze.self, Unfreeze.self, RetireLegacy.self,
            Forget.self,
        ]
    )

    /// `site list`: every site and its states.
    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows every site and its states.")

        @OptionGroup var place: Place

        @Flag(help: "Print the sites as JSON.")
        var json = false

        func run() async throws {
            let sites = try await place.desk().sites()
            print(json ? try JSONText.pretty(sites) : SiteText.table(sites).joined(separator: "\n"))
        }
    }

    /// `site show`: one site, with what holds it.
    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Shows one site, its states and its lock entries.")

        @Argument(help: "The id of the site.")
        var site: String

        @OptionGroup var place: Place

        @Flag(help: "Print the site as JSON.")
        var json = false

        func run() async throws {
            guard let status = try await place.desk().sites().first(where: { $0.id == site }) else {
                Terminal.complain("no site has the id \(site)")
                throw ExitStatus.usage
            }
            print(json ? try JSONText.pretty(status) : SiteText.lines(status).joined(separator: "\n"))
        }
    }

    /// `site promote`: forward to PDS FHIR.
    struct Promote: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Moves a site forward.",
            discussion: "The gate is not built yet: a promotion to fhir needs --force and --reason."
        )

        @OptionGroup var what: What

        @Option(help: "The state to go to.")
        var to: CutoverState

        @Flag(help: "Override the conditions of the promotion; the audit records it.")
        var force = false

        func run() async throws { try await what.change(.promote, to: to, isForced: force) }
    }

    /// `site rollback`: back, at once.
    struct Rollback: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Moves a site back, at once.")

        @OptionGroup var what: What

        @Option(help: "The state to go back to.")
        var to: CutoverState = .legacy

        func run() async throws { try await what.change(.rollback, to: to) }
    }

    /// `site freeze`: no promotion, no fallback.
    struct Freeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Freezes a site: no promotion, and no fallback."
        )

        @OptionGroup var what: What

        func run() async throws { try await what.change(.freeze) }
    }

    /// `site unfreeze`: promotions are possible again.
    struct Unfreeze: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Ends a freeze; the state stays.")

        @OptionGroup var what: What

        func run() async throws { try await what.change(.unfreeze) }
    }

    /// `site retire-legacy`: the legacy endpoint is used no more.
    struct RetireLegacy: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "retire-legacy",
            abstract: "Gives up the legacy endpoint of a site that is in fhir with every operation."
        )

        @OptionGroup var what: What

        @Flag(help: "Retire it though other services of it are still called; the audit records it.")
        var force = false

        func run() async throws { try await what.change(.retireLegacy, isForced: force) }
    }
}

extension Site {
    /// `site forget`: the states of a site that is there no longer.
    struct Forget: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Removes the states kept of a site that sites.yaml no longer has.",
            discussion: """
                For a site that is gone. One that was renamed keeps its rollback if its entry in cutover.lock.yaml gets the \
                new id.
                """
        )

        @Argument(help: "The id that no site has any more.")
        var site: String

        @Option(help: "The reason, for the audit.")
        var reason: Reason

        @OptionGroup var place: Place

        func run() async throws {
            try await Site.showingRefusals { try await place.desk(forgetting: site).forget(site, reason: reason.text) }
            print("\(site): forgotten")
        }
    }

    /// A reason that is not blank.
    struct Reason: ExpressibleByArgument {
        let text: String

        init?(argument: String) {
            guard !argument.allSatisfy(\.isWhitespace) else { return nil }
            text = argument
        }
    }

    /// Runs `change`; a refusal is shown and becomes the exit status of its kind.
    static func showingRefusals<Value>(_ change: () async throws -> Value) async throws -> Value {
        do {
            return try await change()
        } catch let refusal as CutoverRefusal {
            for problem in refusal.problems { Terminal.complain(problem) }
            throw switch refusal.kind {
            case .unknownSite: ExitStatus.usage
            case .held: ExitStatus.hold
            case .failed: ExitStatus.invalid
            }
        }
    }

    /// The target: files or a running bridge.
    struct Place: ParsableArguments {
        @Option(
            help: ArgumentHelp("The configuration file, whose files are read and written.", valueName: "bridge.yaml")
        )
        var config: String?

        @Option(help: ArgumentHelp("The URL of a running bridge's admin listener.", valueName: "url"))
        var admin: String?

        @Option(help: ArgumentHelp("The file that holds the user's token, for --admin.", valueName: "file"))
        var tokenFile: String?

        @Option(help: ArgumentHelp("The CA of the admin listener, PEM.", valueName: "file"))
        var ca: String?

        func validate() throws {
            guard (config == nil) != (admin == nil) else {
                throw ValidationError("Give either --config or --admin.")
            }
            guard (admin == nil) == (tokenFile == nil) else {
                throw ValidationError("--admin and --token-file belong together.")
            }
        }

        func desk(forgetting forgotten: String? = nil) throws -> any SiteAdministration {
            guard let admin, let tokenFile else {
                return OfflineSites(try ConfigurationFile.load(config ?? "", forgetting: forgotten))
            }
            let token = String(decoding: try Terminal.read(tokenFile), as: UTF8.self)
            return RemoteSites(
                url: admin,
                token: token.trimmingCharacters(in: .whitespacesAndNewlines),
                ca: ca
            )
        }
    }

    /// The scope of a change, and its reason.
    struct What: ParsableArguments {
        @Argument(help: "The id of the site.")
        var site: String

        @Option(help: "The operation; without it, every one.")
        var operation: SMSPOperation?

        @Option(help: "The reason, for the audit.")
        var reason: Reason

        @OptionGroup var place: Place

        @Flag(help: "Print the site after the change as JSON.")
        var json = false

        /// Makes the change and prints the site after it.
        func change(_ action: CutoverChange.Action, to: CutoverState? = nil, isForced: Bool = false) async throws {
            let change = CutoverChange(
                action,
                site: site,
                operation: operation,
                to: to,
                reason: reason.text,
                isForced: isForced
            )
            let status = try await Site.showingRefusals { try await place.desk().change(change) }
            print(json ? try JSONText.pretty(status) : SiteText.lines(status).joined(separator: "\n"))
        }
    }
}

extension CutoverState: ExpressibleByArgument {}
