import Foundation
import Logging
import Synchronization

/// Writes log entries as JSON lines: `time`, `level`, `message`, and a member for each metadata value.
///
/// Messages are constants and metadata holds no patient data; this handler writes what it is given.
struct JSONLogHandler: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    private let output: @Sendable (String) -> Void

    /// A handler that hands each line, without its end, to `output`.
    init(level: Logger.Level, output: @escaping @Sendable (String) -> Void) {
        logLevel = level
        self.output = output
    }

    /// A handler that writes to standard output, a line at a time.
    static func standardOutput(level: Logger.Level) -> JSONLogHandler {
        let handle = Mutex(FileHandle.standardOutput)
        return JSONLogHandler(level: level) { line in
            handle.withLock { $0.write(Data((line + "\n").utf8)) }
        }
    }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var members: [(String, String)] = [
            ("time", Self.quoted(Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true)))),
            ("level", Self.quoted(event.level.rawValue)),
            ("message", Self.quoted(event.message.description)),
        ]
        let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
        for (key, value) in all.sorted(by: { $0.key < $1.key }) { members.append((key, Self.json(value))) }
        output("{" + members.map { Self.quoted($0) + ":" + $1 }.joined(separator: ",") + "}")
    }

    private static func json(_ value: Logger.MetadataValue) -> String {
        switch value {
        case .string(let text): quoted(text)
        case .stringConvertible(let value): value is any BinaryInteger ? value.description : quoted(value.description)
        case .array(let values): "[" + values.map(json).joined(separator: ",") + "]"
        case .dictionary(let members):
            "{"
                + members.sorted { $0.key < $1.key }.map { quoted($0.key) + ":" + json($0.value) }
                .joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20: quoted += "\\u" + String(format: "%04x", scalar.value)
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
