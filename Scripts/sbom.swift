// Prints CycloneDX JSON: sbom.swift PACKAGE.SWIFT DEPENDENCIES.JSON NAME@VERSION@LICENCE…
// The second file is what `swift package show-dependencies --format json` writes; the rest are the system libraries.
// Fails if a package that Package.swift names has no component.

import Foundation

struct Package: Decodable {
    let identity: String
    let name: String
    let url: String
    let version: String
    let path: String
    let dependencies: [Package]

    /// `pkg:swift/github.com/apple/swift-nio@2.101.2`.
    var reference: String {
        let place = url.replacingOccurrences(of: "https://", with: "").replacingOccurrences(of: ".git", with: "")
        return "pkg:swift/\(place)@\(version)"
    }

    /// This package and all below it.
    var all: [Package] { [self] + dependencies.flatMap(\.all) }

    /// The SPDX id that the text of the checkout's licence is known by; nil for any other text.
    var licence: String? {
        let names = ["LICENSE", "LICENSE.txt", "LICENSE.md"]
        let texts = names.lazy.compactMap { try? String(contentsOfFile: path + "/" + $0, encoding: .utf8) }
        guard let text = texts.first else { return nil }
        if text.contains("Apache License"), text.contains("Version 2.0") { return "Apache-2.0" }
        return text.contains("Permission is hereby granted, free of charge") ? "MIT" : nil
    }
}

func component(_ reference: String, name: String, version: String, licence: String?) -> [String: Any] {
    var component: [String: Any] = [
        "type": "library", "bom-ref": reference, "purl": reference, "name": name, "version": version,
    ]
    if let licence { component["licenses"] = [["license": ["id": licence]]] }
    return component
}

let arguments = CommandLine.arguments.dropFirst()
guard arguments.count >= 2 else {
    fatalError("usage: sbom.swift PACKAGE.SWIFT DEPENDENCIES.JSON NAME@VERSION@LICENCE…")
}
let manifest = try String(contentsOfFile: arguments[1], encoding: .utf8)
let root = try JSONDecoder().decode(Package.self, from: Data(contentsOf: URL(fileURLWithPath: arguments[2])))

var packages: [String: Package] = [:]
for package in root.dependencies.flatMap(\.all) { packages[package.reference] = package }
let libraries = arguments.dropFirst(2).map { $0.split(separator: "@").map(String.init) }
let system = libraries.map {
    component("pkg:deb/debian/\($0[0])@\($0[1])", name: $0[0], version: $0[1], licence: $0[2])
}

let named = manifest.components(separatedBy: ".package(url: \"").dropFirst().map { $0.prefix { $0 != "\"" } }
let urls = Set(packages.values.map { $0.url.replacingOccurrences(of: ".git", with: "") })
let missing = named.filter { !urls.contains($0.replacingOccurrences(of: ".git", with: "")) }
guard missing.isEmpty, !named.isEmpty else {
    FileHandle.standardError.write(Data("no component for \(missing.joined(separator: ", "))\n".utf8))
    exit(1)
}

let sorted = packages.values.sorted { $0.reference < $1.reference }
let edges: [[String: Any]] = sorted.map { package in
    ["ref": package.reference, "dependsOn": Set(package.dependencies.map(\.reference)).sorted()]
}
let top = Set(root.dependencies.map(\.reference)).sorted() + system.compactMap { $0["bom-ref"] as? String }
let bom: [String: Any] = [
    "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
    "metadata": ["component": ["type": "application", "bom-ref": root.identity, "name": root.name]],
    "components": sorted.map { component($0.reference, name: $0.name, version: $0.version, licence: $0.licence) }
        + system,
    "dependencies": [["ref": root.identity, "dependsOn": top]] + edges,
]
let options: JSONSerialization.WritingOptions = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
print(String(decoding: try JSONSerialization.data(withJSONObject: bom, options: options), as: UTF8.self))
