// swift-tools-version: 6.2
import PackageDescription

// The targets and their import arrows are the table in docs/architecture.md, which ArchitectureTests holds against
// this file and against every `import` line.

/// Settings of every target of our own; warnings in dependencies stay theirs.
let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
    .strictMemorySafety(),
]

let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let asn1: Target.Dependency = .product(name: "SwiftASN1", package: "swift-asn1")
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let cryptoExtras: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let grdb: Target.Dependency = .product(name: "GRDB", package: "GRDB.swift")
let httpTypes: Target.Dependency = .product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
let hummingbirdHTTP2: Target.Dependency = .product(name: "HummingbirdHTTP2", package: "hummingbird")
let hummingbirdTLS: Target.Dependency = .product(name: "HummingbirdTLS", package: "hummingbird")
let jwtKit: Target.Dependency = .product(name: "JWTKit", package: "jwt-kit")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let nioConcurrency: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let metrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let serviceLifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let subprocess: Target.Dependency = .product(name: "Subprocess", package: "swift-subprocess")
let systemPackage: Target.Dependency = .product(name: "SystemPackage", package: "swift-system")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let x509: Target.Dependency = .product(name: "X509", package: "swift-certificates")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
    name: "smsp-bridge",
    products: [.executable(name: "smsp-bridge", targets: ["smsp-bridge"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
        .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
        .package(url: "https://github.com/vapor/jwt-kit", exact: "5.7.1"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
        .systemLibrary(name: "CZLib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CLinux"),
        .target(name: "NHSIdentifiers", swiftSettings: strict),
        .target(name: "Systemd", swiftSettings: strict),
        .target(name: "ContentCoding", dependencies: ["CZLib"], swiftSettings: strict),
        .target(name: "Curl", dependencies: ["CCurl", "NHSIdentifiers"], swiftSettings: strict),
        .target(name: "XMLTree", dependencies: ["CLibXML2", "NHSIdentifiers"], swiftSettings: strict),
        .target(name: "JSONTree", dependencies: ["NHSIdentifiers"], swiftSettings: strict),
        .target(name: "StrictYAML", dependencies: ["JSONTree", "NHSIdentifiers", yams], swiftSettings: strict),
        .target(
            name: "SMSPContract",
            dependencies: ["ContentCoding", "NHSIdentifiers", "XMLTree"],
            swiftSettings: strict
        ),
        .target(name: "PDSFHIR", dependencies: ["JSONTree", "NHSIdentifiers"], swiftSettings: strict),
        .target(
            name: "MappingEngine",
            dependencies: ["JSONTree", "NHSIdentifiers", "PDSFHIR", "SMSPContract", "StrictYAML", crypto],
            swiftSettings: strict
        ),
        .target(
            name: "Evidence",
            dependencies: ["NHSIdentifiers", "SMSPContract", "StrictYAML", crypto],
            swiftSettings: strict
        ),
        .target(
            name: "Backends",
            dependencies: ["Curl", "JSONTree", "MappingEngine", "NHSIdentifiers", "PDSFHIR", "SMSPContract", jwtKit],
            swiftSettings: strict
        ),
        .target(
            name: "Bridge",
            dependencies: [
                "Evidence", "JSONTree", "NHSIdentifiers", "SMSPContract", "StrictYAML", logging, metrics,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "BridgeServer",
            dependencies: [
                "Bridge", "Evidence", "JSONTree", "NHSIdentifiers", "SMSPContract", asn1, crypto, httpTypes,
                hummingbird,
                hummingbirdCore, hummingbirdTLS, logging, metrics, mustache, nioCore, nioHTTP1, nioPosix, nioSSL,
                nioTLS, serviceLifecycle, x509,
            ],
            resources: [.embedInCode("Console/Templates")],
            swiftSettings: strict
        ),
        .target(
            name: "BridgeStorage",
            dependencies: [
                "Bridge", "Evidence", "NHSIdentifiers", "SMSPContract", crypto, grdb, logging, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Simulators",
            dependencies: [
                "JSONTree", "NHSIdentifiers", "SMSPContract", "StrictYAML", crypto, cryptoExtras, httpTypes,
                hummingbird, hummingbirdCore, logging, nioCore, nioHTTP1, nioPosix, nioSSL, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Conformance",
            dependencies: ["NHSIdentifiers", "SMSPContract", "StrictYAML", "XMLTree", nioCore, nioPosix, nioSSL],
            swiftSettings: strict
        ),
        .target(
            name: "Replay",
            dependencies: [
                "Backends", "Bridge", "Evidence", "MappingEngine", "NHSIdentifiers", "SMSPContract", "StrictYAML",
            ],
            swiftSettings: strict
        ),
        .target(
            name: "SMSPQuery",
            dependencies: ["Curl", "NHSIdentifiers", "SMSPContract", "StrictYAML"],
            swiftSettings: strict
        ),
        .target(
            name: "Demo",
            dependencies: [
                "Bridge", "Evidence", "NHSIdentifiers", "SMSPContract", "SMSPQuery", "Simulators", crypto, cryptoExtras,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Assembly",
            dependencies: [
                "Backends", "Bridge", "BridgeServer", "BridgeStorage", "CLinux", "Conformance", "Curl", "Evidence",
                "MappingEngine", "Replay", "SMSPContract", "Systemd", "Simulators", "StrictYAML", crypto,
                logging,
                serviceLifecycle, unixSignals,
            ],
            swiftSettings: strict
        ),
        .executableTarget(
            name: "smsp-bridge",
            dependencies: [
                "Assembly", "Backends", "Bridge", "BridgeServer", "BridgeStorage", "Conformance", "Demo",
                "Evidence", "JSONTree", "MappingEngine", "NHSIdentifiers", "PDSFHIR", "Replay", "SMSPContract",
                "SMSPQuery", "Systemd", "Simulators", "StrictYAML", argumentParser, logging, serviceLifecycle,
                unixSignals,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "SchemaValidation",
            dependencies: ["CLibXML2", "SMSPContract", "XMLTree"],
            path: "Tests/SchemaValidation",
            swiftSettings: strict
        ),
        .target(
            name: "TestCertificates",
            dependencies: [asn1, crypto, x509],
            path: "Tests/TestCertificates",
            swiftSettings: strict
        ),
        .target(
            name: "RawHTTP",
            dependencies: [nioCore, nioPosix, nioSSL],
            path: "Tests/RawHTTP",
            swiftSettings: strict
        ),
        .target(name: "ProcessorTime", path: "Tests/ProcessorTime", swiftSettings: strict),
        .target(name: "SeededRandom", path: "Tests/SeededRandom", swiftSettings: strict),
        .target(
            name: "InMemoryJournal",
            dependencies: ["Bridge", "SMSPContract"],
            path: "Tests/InMemoryJournal",
            swiftSettings: strict
        ),
        .target(
            name: "FixtureCases",
            dependencies: ["Bridge", "JSONTree", "SMSPContract", "StrictYAML"],
            path: "Tests/FixtureCases",
            swiftSettings: strict
        ),
        .testTarget(name: "ArchitectureTests", swiftSettings: strict),
        .testTarget(name: "AssemblyTests", dependencies: ["Assembly", "Bridge"], swiftSettings: strict),
        .testTarget(
            name: "BackendsTests",
            dependencies: [
                "Backends", "Curl", "JSONTree", "MappingEngine", "NHSIdentifiers", "PDSFHIR", "RawHTTP", "SMSPContract",
                "SeededRandom", "TestCertificates", cryptoExtras, nioSSL,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BridgeServerTests",
            dependencies: [
                "Bridge", "BridgeServer", "Curl", "Evidence", "InMemoryJournal", "RawHTTP", "SMSPContract",
                "TestCertificates", crypto, logging, metrics, nioCore, nioEmbedded, nioTLS, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BridgeStorageTests",
            dependencies: [
                "Bridge", "BridgeStorage", "Evidence", "NHSIdentifiers", "SMSPContract", grdb, logging,
                serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "BridgeTests",
            dependencies: [
                "Bridge", "Evidence", "InMemoryJournal", "NHSIdentifiers", "ProcessorTime", "SMSPContract",
                "StrictYAML", logging,
                metrics,
                yams,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConformanceTests",
            dependencies: [
                "Conformance", "Curl", "SeededRandom", "Simulators", "StrictYAML", "TestCertificates", nioCore,
                nioHTTP1, nioPosix,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "CurlTests",
            dependencies: [
                "Curl", "RawHTTP", "TestCertificates", hummingbird, hummingbirdHTTP2, logging, nioSSL,
            ],
            swiftSettings: strict
        ),
        // `make bench`; not run by `swift test`.
        .executableTarget(
            name: "bench",
            dependencies: ["FixtureCases", nioConcurrency, nioCore, nioHTTP1, nioPosix],
            path: "Tests/Bench",
            swiftSettings: strict
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "smsp-bridge", "Bridge", "BridgeStorage", "Curl", "Evidence", "FixtureCases", "NHSIdentifiers",
                "RawHTTP", "SMSPContract",
                "SchemaValidation", "SeededRandom", "Simulators", "TestCertificates", "XMLTree", crypto, cryptoExtras,
                grdb, logging, nioCore, nioHTTP1, nioPosix, subprocess, systemPackage,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "EvidenceTests",
            dependencies: ["Evidence", "NHSIdentifiers", "SMSPContract", "SeededRandom", "StrictYAML"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FixtureTests",
            dependencies: [
                "Backends", "Bridge", "Curl", "Evidence", "FixtureCases", "InMemoryJournal", "MappingEngine",
                "NHSIdentifiers", "SMSPContract", "SchemaValidation", httpTypes, hummingbird, logging, metrics, nioCore,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ContentCodingTests",
            dependencies: ["ContentCoding", "ProcessorTime"],
            swiftSettings: strict
        ),
        .testTarget(name: "JSONTreeTests", dependencies: ["JSONTree", "SeededRandom"], swiftSettings: strict),
        .testTarget(
            name: "MappingEngineTests",
            dependencies: [
                "JSONTree", "MappingEngine", "NHSIdentifiers", "PDSFHIR", "ProcessorTime", "SMSPContract", yams,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "NHSIdentifiersTests", dependencies: ["NHSIdentifiers"], swiftSettings: strict),
        .testTarget(name: "PDSFHIRTests", dependencies: ["JSONTree", "PDSFHIR"], swiftSettings: strict),
        .testTarget(name: "ReferenceTests", swiftSettings: strict),
        .testTarget(name: "DemoTests", dependencies: ["Demo", "Simulators"], swiftSettings: strict),
        .testTarget(
            name: "SMSPQueryTests",
            dependencies: ["NHSIdentifiers", "SMSPContract", "SMSPQuery", "StrictYAML"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ReplayTests",
            dependencies: ["Evidence", "FixtureCases", "MappingEngine", "Replay", "SMSPContract"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SMSPContractTests",
            dependencies: ["NHSIdentifiers", "SMSPContract", "SchemaValidation", "SeededRandom", "XMLTree"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "SimulatorsTests",
            dependencies: [
                "Backends", "Curl", "JSONTree", "MappingEngine", "NHSIdentifiers", "PDSFHIR", "RawHTTP", "SMSPContract",
                "SchemaValidation", "Simulators", "StrictYAML", "TestCertificates", "XMLTree", cryptoExtras, jwtKit,
                logging, nioCore, serviceLifecycle,
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "SystemdTests", dependencies: ["Systemd"], swiftSettings: strict),
        .testTarget(name: "StrictYAMLTests", dependencies: ["NHSIdentifiers", "StrictYAML"], swiftSettings: strict),
        .testTarget(
            name: "XMLTreeTests",
            dependencies: ["ProcessorTime", "SeededRandom", "XMLTree"],
            swiftSettings: strict
        ),
    ]
)
