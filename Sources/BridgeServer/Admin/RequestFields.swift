import Foundation
import Hummingbird
import SMSPContract

/// The named values of a request, from its JSON body or its query, and what is wrong with them.
///
/// Values are read one by one; ``check()`` then reports all problems together. Nothing that was sent is
/// repeated in a problem.
struct RequestFields {
    /// The limit of a body.
    static let bodyLimit = 16 * 1024

    private enum Value: Decodable {
        case text(String)
        case integer(Int)
        case flag(Bool)
        case none
        case other

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                self = .none
            } else if let flag = try? container.decode(Bool.self) {
                self = .flag(flag)
            } else if let integer = try? container.decode(Int.self) {
                self = .integer(integer)
            } else if let text = try? container.decode(String.self) {
                self = .text(text)
            } else {
                self = .other
            }
        }
    }

    private let values: [String: Value]
    private let isQuery: Bool
    private var problems: [String] = []

    /// The members of the JSON object in a request's body, none but `known`.
    init(body request: Request, known: [String]) async throws {
        let body = try await request.body.collect(upTo: Self.bodyLimit)
        guard let values = try? JSONDecoder().decode([String: Value].self, from: Data(body.readableBytesView)) else {
            throw AdminRefusal.invalid(["the body is not a JSON object"])
        }
        self.init(values, isQuery: false, known: known)
    }

    /// The parameters of a request's query, none but `known`, each once.
    init(query request: Request, known: [String]) {
        var values: [String: Value] = [:]
        var repeated: [String] = []
        for (key, value) in request.uri.queryParameters
        where values.updateValue(.text(String(value)), forKey: String(key)) != nil {
            repeated.append(String(key))
        }
        self.init(values, isQuery: true, known: known)
        problems += known.filter(repeated.contains).map { "\($0): is given more than once" }
    }

    private init(_ values: [String: Value], isQuery: Bool, known: [String]) {
        self.values = values
        self.isQuery = isQuery
        if !values.keys.allSatisfy(known.contains) {
            problems.append("only these are known here: " + known.joined(separator: ", "))
        }
    }

    /// Tells that a value is wrong: `problem` goes on after its name.
    mutating func refuse(_ name: String, _ problem: String) {
        problems.append("\(name): \(problem)")
    }

    /// True if a value is given.
    func has(_ name: String) -> Bool {
        switch values[name] {
        case nil, .some(.none): false
        default: true
        }
    }

    /// A text that is not blank and holds no control characters; nil when it is not given.
    mutating func text(_ name: String) -> String? {
        guard has(name) else { return nil }
        guard case .text(let text) = values[name] else {
            refuse(name, "is not a text")
            return nil
        }
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        if trimmed.isEmpty { refuse(name, "is blank") }
        if trimmed.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            refuse(name, "holds a control character")
        }
        return trimmed
    }

    /// One of some words; nil when it is not given.
    mutating func word<Word: RawRepresentable<String> & CaseIterable>(_ name: String, _: Word.Type) -> Word? {
        guard let text = text(name) else { return nil }
        let word = Word(rawValue: text)
        if word == nil { refuse(name, "is none of " + Word.allCases.map(\.rawValue).joined(separator: ", ")) }
        return word
    }

    /// `true` or `false`; nil when it is not given.
    mutating func flag(_ name: String) -> Bool? {
        guard has(name) else { return nil }
        guard case .flag(let flag) = values[name] else {
            refuse(name, "is neither true nor false")
            return nil
        }
        return flag
    }

    /// A whole number; nil when it is not given.
    mutating func integer(_ name: String, in range: ClosedRange<Int>) -> Int? {
        let number: Int? =
            switch values[name] {
            case .integer(let number): number
            case .text(let text) where isQuery: Int(text)
            default: nil
            }
        guard has(name) else { return nil }
        guard let number, range.contains(number) else {
            refuse(name, "is not a whole number from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    /// A time, or the start of a day, UTC; nil when it is not given.
    mutating func time(_ name: String) -> Date? {
        guard let text = text(name) else { return nil }
        let time = UTCTime.date(from: text) ?? UTCTime.date(from: text + "T00:00:00Z")
        if time == nil { refuse(name, "is no time such as 2026-11-23T09:30:00Z or 2026-11-23") }
        return time
    }

    /// Ends the reading.
    ///
    /// - Throws: everything that is wrong.
    func check() throws(AdminRefusal) {
        guard problems.isEmpty else { throw .invalid(problems) }
    }
}
