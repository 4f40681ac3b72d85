import Foundation

/// The output of commands: results on standard output, errors on standard error.
enum Terminal {
    /// True if standard output is a terminal.
    static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
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
