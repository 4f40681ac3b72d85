import Foundation
import PDSFHIR
import Testing

/// Bodies that NHS England published, where a copy of them lies beside the repository.
@Suite(
    "Published bodies",
    .enabled(if: PublishedBodies.areThere, "there are no published bodies beside the repository")
)
struct PublishedBodyTests {
    @Test("each is read as what it is", arguments: PublishedBodies.all)
    func kind(_ path: String) throws {
        let body = try PublishedBodies.bytes(path)
        let text = String(decoding: body, as: UTF8.self)
        let json = try #require(JSONSerialization.jsonObject(with: Data(body)) as? [String: Any])
        let type = try #require(json["resourceType"] as? String)
        let reply = PDSReply(status: 200, body: body)
        // The examples with this number, which fails modulus 11, are the published proof of D34's first rule.
        if text.contains(#""id": "9000000015""#) {
            #expect(reply == .unreadable(.identity(.idIsNoNHSNumber)))
        } else {
            #expect(reply.resource == type)
        }
    }

    @Test("a search finds as many as its total says", arguments: PublishedBodies.all.filter { $0.contains("search") })
    func total(_ path: String) throws {
        guard case .searchset(let searchset) = PDSReply(status: 200, body: try PublishedBodies.bytes(path)) else {
            return
        }
        #expect(searchset.total == searchset.entries.count)
    }

    @Test("an error of a retrieve or search is told by its file's name", arguments: PublishedBodies.errors)
    func code(_ path: String) throws {
        let name = URL(filePath: path).deletingPathExtension().lastPathComponent
        #expect(PDSReply(status: 400, body: try PublishedBodies.bytes(path)).spineCode == name)
    }
}

/// Where published bodies lie.
enum PublishedBodies {
    private static let root = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "shared/spec/data/pds")

    static var areThere: Bool { !all.isEmpty }

    /// The patients, results and outcomes of the sandbox, the OpenAPI examples and the end-to-end tests.
    static let all: [String] = ["sandbox", "openapi/components/examples", "e2e/expected-responses"]
        .flatMap { files(below: $0) }
        .filter { path in
            // Related people and Coverage are never asked for; a POST's template holds placeholders.
            !["RelatedPerson", "Coverage", "/requests/", "valid_patient_post"].contains { path.contains($0) }
        }

    /// The errors whose code ``SpineErrorCode`` lists.
    static let errors = files(below: "sandbox/errors").filter { path in
        SpineErrorCode(rawValue: URL(filePath: path).deletingPathExtension().lastPathComponent) != nil
    }

    static func bytes(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: root.appending(path: path)))
    }

    private static func files(below folder: String) -> [String] {
        let found = FileManager.default.enumerator(atPath: root.appending(path: folder).path())
        let paths = (found?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".json") }
        return paths.map { folder + "/" + $0 }.sorted()
    }
}
