/// Every leaf of a PDS Patient, as `patient-leaves.csv` lists them.
///
/// A leaf is a place of a value. Lists are written `[*]`, extensions by their `url`, which for that reason
/// is no leaf of its own: `extension[url=…].valueString`.
struct PatientLeaves: Sendable {
    /// A row of the list.
    struct Leaf: Sendable {
        let place: SourceLine
        let path: String
        /// The values that the leaf may have; nil if it may have any.
        let closed: [String]?
    }

    /// The position of a node in ``nodes``.
    typealias NodeID = Int

    /// An element of the Patient and the elements below it.
    struct Node: Sendable {
        var members: [String: NodeID] = [:]
        /// The entries of a list.
        var item: NodeID?
        /// The entries of a list of extensions, by `url`.
        var extensions: [String: NodeID] = [:]
        /// The position of the leaf in ``PatientLeaves/leaves``; nil for an element that only has parts.
        var leaf: Int?

        var isList: Bool { item != nil || !extensions.isEmpty }
    }

    /// The Patient itself.
    static let root: NodeID = 0

    private(set) var leaves: [Leaf] = []
    private(set) var nodes = [Node()]
    /// The leaves, by position, by which rows tell entries apart: an entry without one is reported.
    var selecting: Set<Int> = []

    /// The leaves of the table in `file`.
    init(_ file: MappingFile, problems: inout [MappingProblem]) {
        let table = CSVTable(file, columns: ["leaf", "codes", "source", "values"], problems: &problems)
        for row in table.rows {
            do throws(MappingProblem) {
                _ = try row.choice("source", of: Origin.self)
                try add(row)
            } catch {
                problems.append(error)
            }
        }
    }

    /// The source that documents a leaf.
    private enum Origin: String, CaseIterable {
        /// The published OpenAPI description.
        case openAPI = "OpenAPI"
        /// Documented elsewhere: sent to applications registered for it, or seen in answers.
        case documented
    }

    private mutating func add(_ row: CSVTable.Row) throws(MappingProblem) {
        let path: PathExpression
        do throws(PathError) {
            path = try PathParser.parse(row["leaf"])
        } catch {
            throw row.problem("leaf", error.problem, try: error.suggestion)
        }
        var node = Self.root
        for step in path.steps {
            node = member(step.name, of: node)
            if step.selector == .all {
                node = item(of: node)
            } else if let url = step.selector?.extensionURL {
                node = extended(by: url, of: node)
            } else if step.selector != nil {
                throw row.problem("leaf", "has a selector that is neither [*] nor [url=…]", try: "one of the two")
            }
        }
        guard path.root == nil, nodes[node].leaf == nil else {
            throw row.problem("leaf", "is listed twice", try: "one of the two rows taken out")
        }
        nodes[node].leaf = leaves.count
        leaves.append(Leaf(place: row.place, path: row["leaf"], closed: try Self.closedList(of: row)))
    }

    /// The values that a leaf may have; nil if it may have any.
    ///
    /// The cell `codes` has the list of the OpenAPI description. The cell `values` is `closed` for that list, `open` if
    /// it does not hold, `program` if the program judges the value; otherwise it has the list, or is blank.
    private static func closedList(of row: CSVTable.Row) throws(MappingProblem) -> [String]? {
        func list(_ column: String) -> [String] { row[column].split(separator: "|").map(String.init) }
        switch (row["values"], list("codes").isEmpty) {
        case ("closed", false): return list("codes")
        case ("open", false), ("program", false), ("", true): return nil
        case ("", false): throw row.problem("values", "is blank where there are codes", try: "closed, open or program")
        case ("closed", true), ("open", true), ("program", true):
            throw row.problem("values", "is about codes, and there are none", try: "the values themselves, or blank")
        case (_, true): return list("values")
        case (_, false): throw row.problem("values", "is a second list of codes", try: "closed, open or program")
        }
    }

    private mutating func member(_ name: String, of node: NodeID) -> NodeID {
        if let known = nodes[node].members[name] { return known }
        nodes.append(Node())
        nodes[node].members[name] = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func item(of node: NodeID) -> NodeID {
        if let known = nodes[node].item { return known }
        nodes.append(Node())
        nodes[node].item = nodes.count - 1
        return nodes.count - 1
    }

    private mutating func extended(by url: String, of node: NodeID) -> NodeID {
        if let known = nodes[node].extensions[url] { return known }
        nodes.append(Node())
        nodes[node].extensions[url] = nodes.count - 1
        return nodes.count - 1
    }
}
