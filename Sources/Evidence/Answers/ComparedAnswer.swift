public import NHSIdentifiers
public import SMSPContract

/// An answer as it is compared: what it says, and its leaves in the entries to which they belong.
///
/// Both sides become one of these, the legacy answer by being read, the one made from PDS FHIR by being rendered and
/// read, so that what is compared is what a client would have got.
public struct ComparedAnswer: Sendable, Redacted {
    /// The response code, `fault 1000` and the like, or `HTTP 503` and the like for what is no SMSP answer.
    public let outcome: String
    /// The payload as a whole; nil for a fault or no SMSP answer.
    public let payload: CanonicalPayload?
    /// The leaves that hold a value.
    ///
    /// A blank element counts as none: which of the two stands there shows in ``payload`` only.
    let leaves: [ReceivedLeaf]

    /// The reason that the answer cannot be read; nil if it was read.
    public let unreadable: UnreadableAnswer?

    /// An HTTP answer, decompressed and converted as a client reads it (decision D69).
    public init(_ answer: WireAnswer) {
        let message = Result { () throws(UnreadableAnswer) in try answer.message() }
        var unreadable: UnreadableAnswer?
        switch message.flatMap({ Self.read($0) }) {
        case .success(.coded(_, let code, let leaves)):
            outcome = code
            self.leaves = leaves.filter { !$0.value.isBlank || $0.leaf.isLine }
        case .success(.fault(_, let error, _)):
            outcome = error.map { "fault \($0)" } ?? "fault"
            leaves = []
        case .failure(let reason):
            unreadable = reason
            outcome = "HTTP \(answer.status)"
            leaves = []
        }
        self.unreadable = unreadable
        payload = (try? message.get()).flatMap(CanonicalPayload.init)
    }

    /// The answer in a file, or a body that came with an HTTP status and no fields that matter.
    public init(status: Int, body: [UInt8]) {
        self.init(WireAnswer(status: status, body: body))
    }

    private static func read(_ message: [UInt8]) -> Result<ReceivedAnswer, UnreadableAnswer> {
        (try? AnswerReader.read(message)).map { .success($0) } ?? .failure(.notSMSP)
    }

    /// The response code; nil for a fault, or what the contract does not know.
    public var code: ResponseCode? { ResponseCode(rawValue: outcome) }

    /// The number in the answer; nil without one.
    public var nhsNumber: NHSNumber? { value(.nhsNumber).flatMap(NHSNumber.init) }

    /// The value of a leaf in an entry; nil without one.
    func value(_ leaf: SMSPLeaf, in entry: Int = 0) -> String? {
        leaves.first { $0.leaf == leaf && $0.entry == entry }?.value
    }

    /// The values of a leaf, in the order of the answer.
    func values(_ leaf: SMSPLeaf) -> [String] { leaves.filter { $0.leaf == leaf }.map(\.value) }

    /// The lines of an address in an entry, blank ones in their places, without those that end it.
    ///
    /// A line of white space is an empty one (decision D74).
    func lines(_ leaf: SMSPLeaf, in entry: Int) -> [String] {
        var lines = leaves.filter { $0.leaf == leaf && $0.entry == entry }.map { $0.value.isBlank ? "" : $0.value }
        while lines.last == "" { lines.removeLast() }
        return lines
    }

    /// The entries that contain any of `kinds`, in the order of the answer.
    func entries(of kinds: [SMSPLeaf]) -> [Int] {
        Set(leaves.filter { kinds.contains($0.leaf) && !$0.value.isBlank }.map(\.entry)).sorted()
    }

    /// True if the answer holds an address, telecom or practice of the person.
    var hasLocation: Bool { leaves.contains { $0.leaf.isLocation && !$0.value.isBlank } }
}

extension String {
    /// True if the text is empty or white space alone.
    var isBlank: Bool { allSatisfy(\.isWhitespace) }
}

extension SMSPLeaf {
    /// True if the leaf is the lines of an address.
    var isLine: Bool {
        [.correspondenceLines, .temporaryLines, .homeLines, .practiceLines].contains(self)
    }

    /// True if the leaf is of an address, telecom or practice of the person.
    var isLocation: Bool {
        switch self {
        case .correspondencePostalCode, .correspondenceLines, .temporaryPostalCode, .temporaryLines, .homePostalCode,
            .homeLines, .telecomUse, .telecomValue, .telecomUsableFrom, .telecomUsableTo, .practiceCode, .practiceName,
            .practicePostalCode, .practiceLines, .practiceTelecom:
            true
        case .nhsNumber, .localIdentifier, .validIdentifier, .prefix, .given, .otherGiven, .family,
            .administrativeGender, .birthTime, .deceasedTime:
            false
        }
    }
}
