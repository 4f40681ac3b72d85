import Foundation
import NHSIdentifiers

/// Prints text of a verb on standard output, escaped as a terminal needs it.
///
/// It hides the function of the standard library, so that no verb prints anything else.
func print(_ text: String, terminator: String = "\n") {
    Swift.print(TerminalText.escaped(text), terminator: terminator)
}

/// The output of commands: results on standard output, errors on standard error.
enum Terminal {
    /// True if standard output is a terminal.
    static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes a document byte for byte, and to a terminal as escaped text.
    static func write(_ bytes: [UInt8]) {
        guard isInteractive else { return FileHandle.standardOutput.write(Data(bytes)) }
        print(String(decoding: bytes, as: UTF8.self), terminator: "")
    }

    /// Prints text that holds commands for a terminal, the text of others in it being escaped already.
    static func printColoured(_ text: String) { Swift.print(text) }

    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((TerminalText.escaped(line) + "\n").utf8))
    }

    /// Shows a progress bar on standard error if a terminal watches, and removes it once all is done.
    static func showProgress(_ done: Int, of all: Int) {
        guard isInteractive else { return }
        let width = 30
        let bar = String(repeating: "#", count: width * done / max(1, all))
        let line = bar.padding(toLength: width, withPad: ".", startingAt: 0)
        FileHandle.standardError.write(Data((done < all ? "\r[\(line)] \(done)/\(all)" : "\r\u{1B}[K").utf8))
    }

    /// All of standard input, or of a file.
    ///
    /// - Parameter path: `-` for standard input.
    static func read(_ path: String) throws -> [UInt8] {
        path == "-"
            ? Array(try FileHandle.standardInput.readToEnd() ?? Data())
            : Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
