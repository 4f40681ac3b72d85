import Crypto
import Foundation
import NHSIdentifiers

/// The heads that a journal is known to have had.
///
/// A journal has every one of them for ever. One that it does not have shows that its end was cut off, or that it was
/// emptied, replaced by an older copy or begun again.
struct KnownHeads: Sendable, Equatable {
    /// The largest number of missing heads that are kept: the first ones found.
    static let missingLimit = 16

    /// The last entry when this was written; nil before the first.
    var latest: AuditHead?
    /// The heads that the journal was once found not to have.
    private(set) var missing: [AuditHead] = []
    /// True if the journal was once found without its head file.
    var wasFileMissing = false

    init(latest: AuditHead? = nil) { self.latest = latest }

    /// Every head.
    var all: [AuditHead] { missing + [latest].compactMap(\.self) }

    /// The loss in words; nil if there is none.
    var loss: String? {
        if let first = missing.first { return "entry \(first.sequence) was in the journal and is not" }
        return wasFileMissing ? "the journal was found without its head file" : nil
    }

    /// The heads after the journal was opened.
    ///
    /// - Parameters:
    ///   - found: Whether the journal has a head.
    ///   - last: the journal's last entry.
    func compared(last: AuditHead?, _ found: (AuditHead) throws -> Bool) rethrows -> KnownHeads {
        var next = self
        next.latest = last
        // A journal that was put back has them again.
        next.missing = Array(try all.filter { try !found($0) }.prefix(Self.missingLimit))
        return next
    }
}

extension KnownHeads {
    private static let title = "smsp-bridge audit head 1"

    /// The text of the head file: a line for each head, then the seal of all lines before it.
    func text(sealedWith key: SymmetricKey) -> String {
        let lines =
            [Self.title, "latest \(latest?.description ?? "none")"] + missing.map { "missing \($0)" }
            + (wasFileMissing ? ["file missing"] : [])
        let sealed = lines.map { $0 + "\n" }.joined()
        return sealed + "seal \(Self.seal(of: sealed, key).hexadecimal)\n"
    }

    /// Reads what ``text(sealedWith:)`` wrote; nil for any other text, and for one sealed with another key.
    init?(_ text: String, sealedWith key: SymmetricKey) {
        guard let end = text.range(of: "seal ", options: .backwards) else { return nil }
        let sealed = String(text[..<end.lowerBound])
        guard let seal = [UInt8](hexadecimal: text[end.upperBound...].dropLast()),
            HMAC<SHA256>.isValidAuthenticationCode(seal, authenticating: Array(sealed.utf8), using: key)
        else { return nil }
        self.init()
        for line in sealed.split(separator: "\n").dropFirst() {
            let words = line.split(separator: " ", maxSplits: 1)
            guard words.count == 2 else { return nil }
            switch words[0] {
            case "latest": latest = AuditHead(String(words[1]))
            case "missing": missing += [AuditHead(String(words[1]))].compactMap(\.self)
            case "file": wasFileMissing = true
            default: return nil
            }
        }
        guard self.text(sealedWith: key) == text else { return nil }
    }

    private static func seal(of text: String, _ key: SymmetricKey) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: key))
    }
}
