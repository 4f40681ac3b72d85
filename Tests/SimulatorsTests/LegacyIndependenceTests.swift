import Foundation
import Testing

/// The legacy simulator shares the contract's vocabulary with the bridge, and neither its reader nor its renderer:
/// otherwise a fault in one of them would agree with itself, and comparing the two sides would show nothing.
@Suite("Legacy simulator: independence of the bridge's reader and renderer")
struct LegacyIndependenceTests {
    private static let sources = URL(filePath: PDSTesting.fixtures).deletingLastPathComponent()
        .appending(path: "Sources")

    /// The Swift files below a folder, without comments.
    private static func code(in folder: URL) throws -> [(file: String, text: String)] {
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        return try files.compactMap { $0 as? URL }.filter { $0.pathExtension == "swift" }.map { file in
            let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
            return (file.lastPathComponent, lines.filter { !$0.contains(/^ *\/\//) }.joined(separator: "\n"))
        }
    }

    /// The names of the public types of `SMSPContract` outside its vocabulary, nested ones excepted.
    private static func forbidden() throws -> Set<String> {
        let contract = sources.appending(path: "SMSPContract")
        let folders = try FileManager.default.contentsOfDirectory(at: contract, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent != "Vocabulary" }
        let declaration = /(?m)^public (?:final )?(?:indirect )?(?:struct|class|enum|protocol|actor|typealias) (\w+)/
        return Set(
            try folders.flatMap(code(in:)).flatMap { $0.text.matches(of: declaration).map { String($0.output.1) } }
        )
    }

    @Test("the simulators name no type of SMSPContract but those of its vocabulary")
    func vocabularyAlone() throws {
        let forbidden = try Self.forbidden()
        #expect(forbidden.isSuperset(of: ["SOAPMessage", "SMSPCallReader", "AnswerRenderer", "AnswerReader", "WSDL"]))
        let files = try Self.code(in: Self.sources.appending(path: "Simulators"))
        #expect(files.count > 50)
        for (file, text) in files {
            let names = Set(text.matches(of: /\b[A-Z]\w+/).map { String($0.output) })
            // HTTPTypes, which the PDS simulator's server is built on, has a type of the same name.
            let namesakes: Set = text.contains("import HTTPTypes") ? ["HTTPField"] : []
            #expect(names.intersection(forbidden).subtracting(namesakes) == [], "\(file)")
        }
    }

    @Test("they import neither the bridge's XML tree nor what is built on it")
    func imports() throws {
        for (file, text) in try Self.code(in: Self.sources.appending(path: "Simulators")) {
            let imports = Set(text.matches(of: /(?m)^(?:public )?import (\w+)/).map { String($0.output.1) })
            #expect(
                imports.isDisjoint(with: ["XMLTree", "CLibXML2", "MappingEngine", "Evidence", "Backends"]),
                "\(file)"
            )
        }
    }
}
