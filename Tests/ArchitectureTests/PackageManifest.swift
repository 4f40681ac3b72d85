import Foundation

/// The targets of Package.swift with what each depends on.
struct PackageManifest {
    /// One target of our own.
    struct Target {
        let name: String
        /// The folder, relative to the repository.
        let folder: String
        let isExecutable: Bool
        /// The names of targets and products that it depends on.
        let dependencies: Set<String>

        /// The name that an `import` line writes.
        var module: String { name.replacing("-", with: "_") }
    }

    let targets: [Target]
    /// The products of other packages, by the constant that stands for each.
    let products: [String: String]

    /// Reads the text of a Package.swift in this project's form: product constants first, then the targets.
    init(_ text: String) {
        let declaration = /let (\w+): Target\.Dependency = \.product\(name: "(\w+)"/
        let products = Dictionary(
            text.matches(of: declaration).map { (String($0.1), String($0.2)) },
            uniquingKeysWith: { first, _ in first }
        )
        let list = text.firstRange(of: "    targets: [").map { text[$0.upperBound...] } ?? ""
        self.products = products
        targets = list.matches(of: /\.(systemLibrary|target|executableTarget|testTarget)\(/).map { match in
            let arguments = Self.arguments(list[match.range.upperBound...])
            let name = arguments.firstMatch(of: /name: "([^"]+)"/).map { String($0.1) } ?? ""
            let folder = arguments.firstMatch(of: /path: "([^"]+)"/).map { String($0.1) }
            let dependencies = arguments.firstMatch(of: /dependencies: \[([^\]]*)\]/).map { String($0.1) } ?? ""
            return Target(
                name: name,
                folder: folder ?? (match.1 == "testTarget" ? "Tests/" : "Sources/") + name,
                isExecutable: match.1 == "executableTarget",
                dependencies: Set(
                    dependencies.matches(of: /"([^"]+)"|(\w+)/).map { dependency in
                        dependency.1.map(String.init) ?? dependency.2.map { products[String($0)] ?? String($0) } ?? ""
                    }
                )
            )
        }
    }

    /// The text up to the parenthesis that closes the one before it.
    private static func arguments(_ text: Substring) -> Substring {
        var depth = 1
        let end = text.firstIndex { character in
            depth += character == "(" ? 1 : character == ")" ? -1 : 0
            return depth == 0
        }
        return text[..<(end ?? text.endIndex)]
    }
}
