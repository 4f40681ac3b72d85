import ArgumentParser

/// The entry of the process: reads the command line, runs its verb, and maps errors to exit statuses.
@main
enum Program {
    static func main() async {
        do {
            var command = try SMSPBridge.parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let invalid as InvalidConfiguration {
            for problem in invalid.problems { Terminal.complain(problem) }
            SMSPBridge.exit(withError: ExitStatus.invalid)
        } catch {
            let status = SMSPBridge.exitCode(for: error)
            guard status == .validationFailure else { SMSPBridge.exit(withError: error) }
            Terminal.complain(SMSPBridge.fullMessage(for: error))
            SMSPBridge.exit(withError: ExitStatus.usage)
        }
    }
}
