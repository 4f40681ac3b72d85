import Foundation
import SMSPContract
import StrictYAML

/// Reads the entries of `sites.yaml` one by one and collects what is wrong with them.
struct SiteEntries {
    /// True if the listener requires client certificates.
    let isMutual: Bool
    /// The names among `legacies` of `bridge.yaml`.
    let legacies: Set<String>
    /// The problems of the entries read so far.
    private(set) var problems: [YAMLProblem] = []
    private var ids: Set<String> = []

    init(isMutual: Bool, legacies: Set<String>) {
        self.isMutual = isMutual
        self.legacies = legacies
    }

    /// The site of an entry.
    mutating func site(_ entry: YAMLValue) -> Site {
        let id = entry.at("id")
        if !ids.insert(id.string).inserted {
            problems.append(id.problem("another site has this id", try: "give each site an id of its own"))
        }
        return Site(
            id: id.string,
            name: entry["name"]?.string,
            odsCode: entry.at("ods").string.uppercased(),
            identification: identification(entry),
            legacy: legacy(entry),
            fallsBack: entry.at("fallback").string == "legacy",
            informationGovernanceBasis: entry["informationGovernanceBasis"].map { InformationGovernanceBasis($0) },
            profile: entry["profile"].map(SiteProfile.init) ?? SiteProfile()
        )
    }

    private mutating func identification(_ entry: YAMLValue) -> SiteIdentification {
        let identify = entry["identify"]
        let certificate = identify?["certificate"].flatMap { self.certificate($0) }
        if isMutual, identify?["certificate"] == nil {
            problems.append(
                entry.problem(
                    "the listener demands client certificates, but the site names none",
                    try: "add identify.certificate.sha256"
                )
            )
        } else if !isMutual, let value = identify?["certificate"] {
            problems.append(
                value.problem(
                    "the listener asks for no client certificates",
                    try: "set listen.smsp.tls.clientCA, or remove this"
                )
            )
        }
        return SiteIdentification(
            certificate: certificate,
            path: identify?["path"].flatMap { self.path($0) },
            auditODS: identify?["auditODS"]?.string.uppercased(),
            asid: identify?["asid"]?.string
        )
    }

    private mutating func path(_ value: YAMLValue) -> PathPrefix? {
        let prefix = PathPrefix(value.string)
        if prefix == nil { problems.append(value.problem("is no prefix of paths", try: "a path such as /RXX")) }
        return prefix
    }

    private mutating func certificate(_ value: YAMLValue) -> CertificateMatch? {
        switch (value["sha256"]?.string, value["subject"]?.string, value["issuer"]?.string) {
        case (let digest?, nil, nil): return .sha256(digest.lowercased().filter { $0 != ":" })
        case (nil, let subject?, let issuer?): return .subject(subject, issuer: issuer)
        default:
            problems.append(
                value.problem(
                    "needs either sha256, or subject and issuer",
                    try: "sha256: the certificate's fingerprint"
                )
            )
            return nil
        }
    }

    private mutating func legacy(_ entry: YAMLValue) -> SiteLegacy? {
        let name = entry.at("legacy")
        guard name.string != "none" else {
            let needing = [
                entry["tls"], entry["legacyTo"], entry.at("fallback").string == "legacy" ? entry["fallback"] : nil,
            ]
            for value in needing.compactMap(\.self) {
                problems.append(
                    value.problem("the site has no legacy endpoint", try: "name one in legacy, or remove this")
                )
            }
            return nil
        }
        if !legacies.contains(name.string) {
            let known = legacies.isEmpty ? "none" : legacies.sorted().joined(separator: ", ")
            problems.append(name.problem("is not among legacies of bridge.yaml", try: known))
        }
        return SiteLegacy(name: name.string, identity: entry["tls"].map { keyPair($0) }, to: entry["legacyTo"]?.string)
    }

    private mutating func keyPair(_ value: YAMLValue) -> ClientKeyPair {
        do throws(YAMLProblem) {
            return try ClientKeyPair(checking: value)
        } catch {
            problems.append(error)
            return ClientKeyPair(certificate: "", privateKey: "")
        }
    }
}

extension InformationGovernanceBasis {
    fileprivate init(_ value: YAMLValue) {
        self.init(
            reference: value.at("reference").string,
            approvedBy: value.at("approvedBy").string,
            date: value.at("date").string,
            covers: Set(value.at("covers").elements.compactMap { Purpose(rawValue: $0.string) })
        )
    }
}

extension ClientKeyPair {
    /// The files that `certificate` and `privateKey` of a mapping name; throws if another user can read the key.
    init(checking value: YAMLValue) throws(YAMLProblem) {
        guard let certificate = value["certificate"], let privateKey = value["privateKey"] else {
            throw value.problem("certificate and privateKey belong together", try: "give both, or neither")
        }
        _ = try privateKey.secret()
        try certificate.checkReadable()
        self.init(certificate: certificate.filePath, privateKey: privateKey.filePath)
    }
}
