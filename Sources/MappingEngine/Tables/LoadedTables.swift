import SMSPContract
import StrictYAML

/// All tables of a directory, read and checked against each other.
struct LoadedTables {
    let profiles: Set<String>
    let leaves: PatientLeaves
    let codes: [String: CodeTable]
    let response: ResponseTable
    let dropped: DroppedLeaves
    let outcomes: OutcomeTable
    let requests: [SMSPOperation: RequestTable]
    let summary: MappingSummary

    /// The tables in `files`; nil when a file that everything else needs is missing.
    ///
    /// Tables are checked against each other only once each can be read, so that one mistake is reported once.
    init?(_ files: MappingFiles, hazards: HazardRegister?, problems: inout [MappingProblem]) {
        guard let identityFile = files["mapping.yaml"], let profileFile = files["profiles.csv"],
            let leafFile = files["patient-leaves.csv"], let responseFile = files["responses/patient-details.yaml"],
            let droppedFile = files["dropped.yaml"], let outcomeFile = files["outcomes.csv"]
        else { return nil }
        let identity = MappingIdentity(identityFile, problems: &problems)
        profiles = ProfileTable.ids(profileFile, problems: &problems)
        var leaves = PatientLeaves(leafFile, problems: &problems)
        codes = Dictionary(
            files.all(in: "codes").map { ($0.name, CodeTable($0.name, $0.file, problems: &problems)) },
            uniquingKeysWith: { first, _ in first }
        )
        response = ResponseTable(responseFile, problems: &problems)
        dropped = DroppedLeaves(droppedFile, problems: &problems)
        outcomes = OutcomeTable(outcomeFile, problems: &problems)
        requests = Self.requests(files, problems: &problems)
        guard let identity, problems.isEmpty else { return nil }

        let check = ResponseCheck(response, codes: codes, leaves: leaves)
        problems += check.problems
        for table in codes.values where !check.usedCodes.contains(table.name) {
            problems.append(MappingProblem(table.header, "table", "is used by no row", try: "the file taken out"))
        }
        problems += outcomes.check()
        for table in requests.values { problems += table.check(codes: codes) }
        let totality = TotalityCheck(leaves, wholly: check.wholly, partly: check.partly, dropped: dropped)
        if check.problems.isEmpty { problems += totality.problems }
        leaves.selecting = check.selecting
        self.leaves = leaves
        problems += hazards?.problems(with: Self.hazards(response, dropped, outcomes, requests)) ?? []
        summary = MappingSummary(
            id: identity.id,
            version: identity.version,
            contentHash: files.contentHash,
            operations: SMSPOperation.mapped.map(\.rawValue),
            rows: response.rows.count + response.groups.count,
            mappedLeaves: totality.mappedCount,
            droppedLeaves: totality.droppedCount,
            closedLists: leaves.leaves.count { $0.closed != nil },
            codes: codes.values.map(\.rows.count).reduce(0, +),
            outcomes: outcomes.rows.count,
            profiles: profiles.count
        )
    }

    private static func requests(_ files: MappingFiles, problems: inout [MappingProblem]) -> [SMSPOperation:
        RequestTable]
    {
        var requests: [SMSPOperation: RequestTable] = [:]
        for (name, file) in files.all(in: "requests") {
            guard let operation = SMSPOperation.mapped.first(where: { $0.rawValue == name }) else {
                let place = SourceLine(file: file.name, line: 1)
                let known = SMSPOperation.mapped.map { "\($0.rawValue).yaml" }.joined(separator: ", ")
                problems.append(
                    MappingProblem(place, "file", "is named for no operation", got: name, try: "one of \(known)")
                )
                continue
            }
            requests[operation] = RequestTable(operation, file, problems: &problems)
        }
        return requests
    }

    /// Every hazard that a table names, with the line that names it.
    private static func hazards(
        _ response: ResponseTable,
        _ dropped: DroppedLeaves,
        _ outcomes: OutcomeTable,
        _ requests: [SMSPOperation: RequestTable]
    ) -> [(id: String, place: SourceLine)] {
        let groups = response.groups.flatMap { group in group.hazards.map { ($0, group.place) } }
        let rows = response.rows.flatMap { row in row.hazards.map { ($0, row.place) } }
        let drops = (dropped.dropped + dropped.partly).flatMap { entry in entry.hazards.map { ($0, entry.place) } }
        let meanings = outcomes.rows.flatMap { row in row.hazards.map { ($0, row.place) } }
        return groups + rows + drops + meanings + requests.values.flatMap(\.hazards)
    }
}

/// `mapping.yaml`: what the tables are called.
struct MappingIdentity {
    let id: String
    let version: String

    private static let shape = YAMLShape.mapping([
        YAMLKey("id", .id, .required, "The name of the tables."),
        YAMLKey(
            "version",
            .string(),
            .required,
            "Their version, for people; the content hash is what tells versions apart."
        ),
    ])

    /// The identity in `file`; nil when it cannot be read.
    init?(_ file: MappingFile, problems: inout [MappingProblem]) {
        guard let yaml = file.yaml(Self.shape, problems: &problems) else { return nil }
        id = yaml.at("id").string
        version = yaml.at("version").string
    }
}

/// `profiles.csv`: the profile ids of requests that are taken (D40).
enum ProfileTable {
    /// The ids in `file`: one at least for each operation.
    static func ids(_ file: MappingFile, problems: inout [MappingProblem]) -> Set<String> {
        let table = CSVTable(file, columns: ["profile", "operation", "note"], problems: &problems)
        var ids: Set<String> = []
        var operations: Set<SMSPOperation> = []
        for row in table.rows {
            do throws(MappingProblem) {
                operations.insert(try row.choice("operation", of: SMSPOperation.self))
            } catch {
                problems.append(error)
            }
            if row["profile"].isEmpty || !ids.insert(row["profile"]).inserted {
                problems.append(row.problem("profile", "is blank or occurs twice", try: "a profile id of its own"))
            }
        }
        for operation in SMSPOperation.allCases where !operations.contains(operation) {
            let problem = "no row has the operation \(operation.rawValue)"
            problems.append(MappingProblem(table.header, "rows", problem, try: "the profile id of its requests"))
        }
        return ids
    }
}
