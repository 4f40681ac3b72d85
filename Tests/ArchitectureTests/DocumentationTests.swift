import Testing

/// The summaries of documentation comments are noun phrases or verbs in the third person, and what is public has one.
@Suite struct DocumentationTests {
    /// The share of summaries that may begin with a clause word.
    static let limit = 0.03

    @Test("few summaries begin with What, Whether, How, Why, Who, When or Where")
    func summariesAreNoClauses() throws {
        let summaries = try Architecture.files(in: "Sources").flatMap { file in
            Self.summaries(of: try Architecture.text("Sources/\(file)")).map { "\(file):\($0.line): \($0.text)" }
        }
        let clauses = summaries.filter { $0.firstMatch(of: /: (?:What|Whether|How|Why|Who|When|Where)\b/) != nil }
        #expect(summaries.count > 1_000)
        #expect(
            Double(clauses.count) < Self.limit * Double(summaries.count),
            "\(clauses.count) of \(summaries.count):\n\(clauses.joined(separator: "\n"))"
        )
    }

    @Test("public types, functions and properties are documented")
    func publicDeclarationsAreDocumented() throws {
        let bare = try Architecture.files(in: "Sources").flatMap { file in
            Self.undocumented(in: try Architecture.text("Sources/\(file)")).map { "\(file):\($0)" }
        }
        #expect(bare == [])
    }

    @Test("a clause for a summary and a bare declaration are reported")
    func plantedOnesAreReported() {
        let text = """
            /// What stands for a value.
            /// What follows is no summary.
            @frozen
            public struct Token {
                /// The text.
                public let text: String
                public init(_ text: String) { self.text = text }
                public var count: Int { text.count }
            }
            """
        #expect(Self.summaries(of: text).map(\.text) == ["What stands for a value.", "The text."])
        #expect(Self.undocumented(in: text) == [8])
    }

    /// The first line of each documentation comment.
    private static func summaries(of text: String) -> [(line: Int, text: String)] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
        return lines.indices.compactMap { index in
            guard lines[index].hasPrefix("/// "), index == 0 || !lines[index - 1].hasPrefix("///") else { return nil }
            return (index + 1, String(lines[index].dropFirst(4)))
        }
    }

    /// The lines of public declarations, initialisers left out, that no documentation comment stands above.
    private static func undocumented(in text: String) -> [Int] {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.drop { $0 == " " } }
        let declaration =
            /public (?:(?:static|final|mutating|nonisolated|override|indirect) )*(?:struct|class|enum|protocol|actor|func|var|let|typealias|subscript)\b/
        return lines.indices.filter { index in
            guard lines[index].hasPrefix("public "), lines[index].prefixMatch(of: declaration) != nil else {
                return false
            }
            let above = lines[..<index].last { !$0.hasPrefix("@") }
            return above?.hasPrefix("///") != true
        }.map { $0 + 1 }
    }
}
