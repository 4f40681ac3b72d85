import Foundation
import NHSIdentifiers

extension YAMLDocument {
    /// The value in the file at `path`, which fits `shape`.
    ///
    /// The other parameters are those of ``load(_:file:shape:overrides:overridePrefix:withholdingValues:)``.
    ///
    /// - Throws: also when the file cannot be read or is not UTF-8.
    public static func load(
        contentsOf path: String,
        shape: YAMLShape,
        overrides: [String: String] = [:],
        overridePrefix: String? = nil,
        withholdingValues: Bool = false
    ) throws(YAMLProblems) -> YAMLValue {
        let bytes: [UInt8]
        do throws(OrdinaryFile.Refusal) {
            bytes = try OrdinaryFile(path, limit: limit).bytes
        } catch {
            throw unreadable(path, error.description, try: "a path of a file that this user may read")
        }
        guard let text = String(validating: bytes.withoutByteOrderMark, as: UTF8.self) else {
            throw unreadable(path, "is not UTF-8", try: "saving it as UTF-8")
        }
        return try load(
            text,
            file: path,
            shape: shape,
            overrides: overrides,
            overridePrefix: overridePrefix,
            withholdingValues: withholdingValues
        )
    }

    /// The most bytes of a file; sites.yaml of a thousand sites takes a tenth of it.
    private static let limit = 4 << 20

    private static func unreadable(_ path: String, _ problem: String, try suggestion: String) -> YAMLProblems {
        let key = YAMLPath().inProblems
        return YAMLProblems([
            YAMLProblem(.file(path, line: 1), key: key, problem: problem, got: path, suggestion: suggestion)
        ])
    }
}
