public import Foundation
import SMSPContract
import StrictYAML

/// The answer that the caller of a case must get.
public struct ExpectedAnswer: Sendable {
    /// The outcome: a code, `fault 1000`, `HTTP 415` and the like.
    public let outcome: String
    /// The file of `Fixtures/answers` that holds the answer; nil if the answer has no body.
    public let file: URL?
    /// True if the case names the file itself.
    private let isNamed: Bool
    /// The values of the file's slots, those of the operation first.
    private let slots: [(name: String, value: String)]

    /// - Throws: a problem of the file if a fault has no diagnostic text, or another answer has one.
    init(_ document: YAMLValue, operation: SMSPOperation, names: OperationNames) throws {
        outcome = document.at("answers").string
        let isFault = outcome.hasPrefix("fault ")
        guard isFault == (document["diagnostic"] != nil) else {
            throw YAMLProblems([
                document.at("answers").problem("needs a diagnostic if it is a fault, and only then", try: "diagnostic")
            ])
        }
        let form = isFault ? "fault-" + outcome.dropFirst("fault ".count) + ".xml" : "code.xml"
        let name = document["expected"]?.string ?? (outcome.hasPrefix("HTTP ") ? nil : form)
        isNamed = document["expected"] != nil
        file = name.map { FixtureCase.root.appending(path: "answers/" + $0) }
        slots = [
            ("operation", operation.rawValue), ("response", names.response), ("code", outcome),
            ("diagnostic", document["diagnostic"]?.string ?? ""),
        ]
    }

    /// The bytes of the body; ids come in the order 1, 2, 3.
    public var body: [UInt8] {
        get throws {
            guard let file else { return [] }
            var template = try FixtureTemplate("answers/" + file.lastPathComponent)
            for (name, value) in slots { template.fill(name, with: value) }
            return template.bytes
        }
    }

    /// Writes `body` to the file that the case names, with slots for the names of the operation.
    ///
    /// The answers that are a code or a fault alone are shared by all cases and are never recorded.
    ///
    /// - Returns: true if the file is written.
    public func record(_ body: [UInt8]) throws -> Bool {
        guard let file, isNamed else { return false }
        let text = slots.prefix(2).reduce(String(decoding: body, as: UTF8.self)) { text, slot in
            text.replacing(slot.value + "-v1-0", with: "_\(slot.name)_-v1-0")
        }
        try Data(text.utf8).write(to: file)
        return true
    }
}
