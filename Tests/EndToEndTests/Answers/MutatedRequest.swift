import Foundation
import SeededRandom

/// A request as it goes over the wire, and the ways in which clients and networks spoil one.
struct MutatedRequest: Sendable {
    var body: [UInt8]
    var soapAction: String?
    var contentType = "text/xml; charset=utf-8"
    var contentEncoding: String?
    /// Which mutations made it, for a failing test to name.
    var history: [String] = []

    var headers: [(String, String)] {
        [("Content-Type", contentType)] + (soapAction.map { [("SOAPAction", $0)] } ?? [])
            + (contentEncoding.map { [("Content-Encoding", $0)] } ?? [])
    }

    /// The request with one to three mutations that `dice` chooses.
    func mutated(_ dice: inout SplitMix64) -> MutatedRequest {
        var request = self
        for _ in 0...Int.random(in: 0...2, using: &dice) {
            guard let mutation = Mutation.allCases.randomElement(using: &dice) else { continue }
            request.apply(mutation, &dice)
        }
        // What is over limits.requestBytes is refused in front of any site (D58).
        request.body = Array(request.body.prefix(60_000))
        return request
    }

    private enum Mutation: String, CaseIterable {
        case flip, truncate, insert, renamedPrefix, wrongCharset, noAction, otherAction, hugeAttribute, gzipLabel
        case byteOrderMark, empty, doubled, lineEnds, nul
    }

    private mutating func apply(_ mutation: Mutation, _ dice: inout SplitMix64) {
        history.append(mutation.rawValue)
        let place = Int.random(in: 0...body.count, using: &dice)
        switch mutation {
        case .flip:
            guard place < body.count else { return }
            body[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &dice)
        case .truncate: body.removeLast(body.count - place)
        case .insert: body.insert(UInt8.random(in: 0...255, using: &dice), at: place)
        case .renamedPrefix: replace("soap:", by: "s12:")
        case .wrongCharset: contentType = "text/xml; charset=utf-16"
        case .noAction: soapAction = nil
        case .otherAction: soapAction = "\"urn:nhs-itk:services:201005:nothing-v1-0\""
        case .hugeAttribute: replace("<soap:Body", by: "<soap:Body x=\"" + String(repeating: "y", count: 20_000) + "\"")
        case .gzipLabel: contentEncoding = "gzip"
        case .byteOrderMark: body = [0xEF, 0xBB, 0xBF] + body
        case .empty: body = []
        case .doubled: body += body
        case .lineEnds: replace("\n", by: "\r\n")
        case .nul: body.insert(0, at: place)
        }
    }

    private mutating func replace(_ text: String, by other: String) {
        var rest = body[...]
        var result: [UInt8] = []
        while let range = rest.firstRange(of: Array(text.utf8)) {
            result += rest[..<range.lowerBound] + Array(other.utf8)
            rest = rest[range.upperBound...]
        }
        body = result + rest
    }
}
