import NHSIdentifiers

/// Text of the token endpoint as a log line may show it.
enum EndpointText {
    /// The longest text that is shown, Unicode scalars.
    static let limit = 300
    /// The text in place of a part that may be a secret.
    static let withheld = "[withheld]"

    /// The text on one line, cut to ``limit``, without `secrets` and without any run of characters that is long enough to
    /// be a part of an assertion or a token.
    static func shown(_ text: String, withholding secrets: [String]) -> String {
        var shown = text
        for secret in secrets where !secret.isEmpty { shown = shown.replacing(secret, with: withheld) }
        shown = TerminalText.escaped(shown.replacing(#/[A-Za-z0-9_\-+\/=]{40,}/#, with: withheld), isOneLine: true)
        guard shown.unicodeScalars.count > limit else { return shown }
        return String(String.UnicodeScalarView(shown.unicodeScalars.prefix(limit))) + "…"
    }

    /// True if `text` is an id that may be shown as it is, however long its runs are: a gateway's have 40 characters and
    /// more.
    static func isID(_ text: String, withholding secrets: [String]) -> Bool {
        text.wholeMatch(of: #/[A-Za-z0-9_:\-]{1,100}/#) != nil
            && !secrets.contains { !$0.isEmpty && text.contains($0) }
    }
}
