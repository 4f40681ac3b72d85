public import Bridge
import NHSIdentifiers
import SMSPContract

/// The audit journal in words, for a person at a terminal.
public enum AuditText {
    /// An entry in one line: number, time, then what is known, each with its name.
    public static func line(of entry: AuditEntry) -> String {
        let parts =
            switch entry.event {
            case .call(let call): parts(of: call)
            case .action(let action): parts(of: action)
            }
        let named = parts.compactMap { name, value in
            value.map { "\(name) \(TerminalText.escaped($0, isOneLine: true))" }
        }
        return (["\(entry.sequence)", AuditTime.text(of: entry.time)] + named).joined(separator: "  ")
    }

    private static func parts(of call: AuditedCall) -> [(String, String?)] {
        let identities = call.auditIdentities.map(\.uri).joined(separator: ", ")
        let requests = call.fhirRequestIDs.joined(separator: ", ")
        return [
            ("call", call.operation?.rawValue ?? call.otherService ?? "of no operation"), ("site", call.site),
            ("code", call.code),
            ("from", call.backend?.rawValue ?? "bridge"), ("purpose", call.purpose.rawValue),
            ("ms", String(call.latencyMilliseconds)),
            ("upstream ms", call.upstreamMilliseconds.map(String.init)), ("message", call.messageID),
            ("tracking", call.trackingID),
            ("by", identities.isEmpty ? nil : identities), ("requests", requests.isEmpty ? nil : requests),
            ("subject", call.subject), ("mapping", call.mappingHash),
            ("certificate", call.certificate), ("certificate subject", call.certificateSubject), ("peer", call.peer),
        ]
    }

    private static func parts(of action: AuditedAction) -> [(String, String?)] {
        [
            ("action", action.action), ("by", action.user), ("site", action.site),
            ("operation", action.operation?.rawValue), ("from", action.from), ("to", action.to),
            ("reason", action.reason), ("peer", action.peer),
        ]
    }

    /// The result of an inspection, and what it was made with.
    public static func line(of inspection: AuditInspection) -> String {
        switch inspection.result {
        case .intact(let entries, let head):
            "intact: \(entries) entries" + (head.map { ", head \($0)" } ?? "") + "; " + basis(of: inspection)
        case .broken(let found):
            (found.sequence > 0 ? "broken at entry \(found.sequence): " : "broken: ") + found.kind.meaning
        }
    }

    private static func basis(of inspection: AuditInspection) -> String {
        let words = inspection.basis.map { basis in
            switch basis {
            case .headFile(let head): "the head file" + (head.map { " (entry \($0.sequence))" } ?? " (no entry yet)")
            case .given(let head): "the given head (entry \(head.sequence))"
            }
        }
        guard words.isEmpty else { return "compared with " + words.joined(separator: " and ") }
        return "compared with no head: an end that was cut off, or an older copy, would not show"
    }
}

/// The result of an inspection, for programs.
public struct AuditInspectionObject: Encodable, Sendable {
    private let result: String
    private var entries: Int?
    private var head: String?
    private var sequence: Int?
    private var kind: String?
    /// The heads that the journal was compared with: `headFile`, `given`.
    private let comparedWith: [String]

    /// The object of `inspection`.
    public init(_ inspection: AuditInspection) {
        comparedWith = inspection.basis.map { basis in
            switch basis {
            case .headFile: "headFile"
            case .given: "given"
            }
        }
        switch inspection.result {
        case .intact(let entries, let head):
            (result, self.entries, self.head) = ("intact", entries, head?.description)
        case .broken(let found):
            (result, sequence, kind) = ("broken", found.sequence, found.kind.rawValue)
        }
    }
}

extension AuditBreak.Kind {
    /// The fault, in words.
    fileprivate var meaning: String {
        switch self {
        case .changed: "it is not as it was written"
        case .missing: "it is not there"
        case .reordered: "another entry is in its place"
        case .otherKey: "no entry was made with this key: another key file, or a chain rebuilt without it"
        case .otherSchema: "the tables, indexes or triggers were changed"
        case .otherIndex: "the entries are intact, but an index was changed, so that queries may miss some"
        case .headNotFound:
            "the journal had it and does not have it: the end was cut off or rewritten, or this is an older copy"
        case .headFileMissing: "the head file is not there, or was not there once; without it a loss does not show"
        case .headFileChanged: "the head file was changed, or sealed with another key"
        }
    }
}
