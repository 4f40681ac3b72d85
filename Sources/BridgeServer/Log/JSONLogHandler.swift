import Foundation
import JSONTree
public import Logging
import Synchronization

/// Writes log entries as JSON lines: `time`, `level`, `message`, and a member for each metadata value.
///
/// Messages are constants and metadata holds no patient data; this handler writes what it is given.
public struct JSONLogHandler: LogHandler {
    /// Metadata of every entry.
    public var metadata: Logger.Metadata = [:]
    /// The lowest level that is written.
    public var logLevel: Logger.Level
    private let output: @Sendable (String) -> Void

    /// A handler that hands each line, without its end, to `output`.
    init(level: Logger.Level, output: @escaping @Sendable (String) -> Void) {
        logLevel = level
        self.output = output
    }

    /// A handler that writes to standard output, a line at a time.
    public static func standardOutput(level: Logger.Level) -> JSONLogHandler {
        let handle = Mutex(FileHandle.standardOutput)
        return JSONLogHandler(level: level) { line in
            handle.withLock { $0.write(Data((line + "\n").utf8)) }
        }
    }

    /// The metadata of a key.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes one line.
    public func log(event: LogEvent) {
        let time = Date.now.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
        var members = [
            JSONMember(key: "time", value: .string(time)),
            JSONMember(key: "level", value: .string(event.level.rawValue)),
            JSONMember(key: "message", value: .string(event.message.description)),
        ]
        members += Self.members(metadata.merging(event.metadata ?? [:]) { _, new in new })
        output(String(decoding: JSONValue.object(members).serialized(), as: UTF8.self))
    }

    private static func json(_ value: Logger.MetadataValue) -> JSONValue {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let value):
            value is any BinaryInteger ? .number(value.description) : .string(value.description)
        case .array(let values): .array(values.map(json))
        case .dictionary(let metadata): .object(members(metadata))
        }
    }

    /// The members of metadata, in the order of their keys.
    private static func members(_ metadata: Logger.Metadata) -> [JSONMember] {
        metadata.sorted { $0.key < $1.key }.map { JSONMember(key: $0.key, value: json($0.value)) }
    }
}
