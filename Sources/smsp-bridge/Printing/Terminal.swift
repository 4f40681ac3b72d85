import Foundation

/// Where commands print: results on standard output, complaints on standard error.
enum Terminal {
    /// Whether a person is looking at standard output.
    static var isInteractive: Bool { isatty(STDOUT_FILENO) == 1 }

    /// Writes bytes to standard output.
    static func write(_ bytes: [UInt8]) {
        FileHandle.standardOutput.write(Data(bytes))
    }

    /// Writes a line to standard error.
    static func complain(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
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
