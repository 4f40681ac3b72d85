/// The declaration before a document's root element.
public enum XMLDeclaration: Sendable, Hashable {
    /// `<?xml version='1.0' encoding='UTF-8'?>` and a line feed, as the captured answer of NHS Digital's SMSP has it.
    case captured
    /// Nothing.
    case none
}
