import ArgumentParser
import Assembly
import SMSPQuery

/// The entry of the process: reads the command line, runs its verb, and maps errors to exit statuses.
@main
enum Program {
    static func main() async {
        ProcessMemory.protect()
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
        } catch let invalid as InvalidArgument {
            for problem in invalid.problems { Terminal.complain(problem) }
            SMSPBridge.exit(withError: ExitStatus.usage)
        } catch let unreachable as AdminUnreachable {
            Terminal.complain(unreachable.reason)
            SMSPBridge.exit(withError: ExitStatus.backendDown)
        } catch let invalid as PatientValues.Invalid {
            Terminal.complain(SMSPBridge.fullMessage(for: ValidationError(invalid.problem)))
            SMSPBridge.exit(withError: ExitStatus.usage)
        } catch let missing as SMSPClient.NoAnswer {
            Terminal.complain(missing.reason)
            SMSPBridge.exit(withError: ExitStatus.backendDown)
        } catch {
            let status = SMSPBridge.exitCode(for: error)
            guard status == .validationFailure else { SMSPBridge.exit(withError: error) }
            Terminal.complain(SMSPBridge.fullMessage(for: error))
            SMSPBridge.exit(withError: ExitStatus.usage)
        }
    }
}
