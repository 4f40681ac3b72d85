public import Bridge
import Evidence

/// A report as a file of its own.
public enum EvidencePages {
    /// One HTML file that needs no other and no network, for a screen and for A4.
    public static func html(_ report: EvidenceReport, title: String) -> String {
        var page = ConsolePage(title)
        page.isSelfContained = true
        page.css = ConsoleTemplates.css
        page.level = 3
        page.describe(report)
        page.board = BoardView(report, links: .report)
        page.differences = DifferencesView(report, links: .report)
        page.details = report.summary.patterns.map { DifferenceView($0, report: report, isWhole: false) }
        page.sites = report.sites.map { SiteView($0, report: report) }
        page.rules = RulesView(report)
        return page.html(.report)
    }

    /// The same in brief, as Markdown.
    public static func markdown(_ report: EvidenceReport, title: String) -> String {
        let board = BoardView(report, links: .report)
        var lines = [
            "# \(title)", "",
            "Made \(ShownText.time(report.madeAt)). Calls are counted once their day is "
                + "over, in groups of at least five people; “1–4 people” were fewer in each week.", "",
        ]
        lines += ["## What differs most", ""]
        if board.most.isEmpty { lines.append("Nothing that no rule explains.") }
        for (number, most) in board.most.enumerated() {
            let (sites, shapes) = (parts(most.sites), parts(most.shapes))
            let also = most.also.map { "and \($0) more " } ?? ""
            lines.append(
                "\(number + 1). **\(most.severity)** `\(most.leaf)` \(also)\(shapes): \(most.calls), \(most.operations), "
                    + "\(sites), since \(most.first)" + (most.candidate.map { "; open `\($0)`" } ?? "")
            )
        }
        lines += [
            "", "## Board", "", row(["site"] + board.operations.map(\.name)),
            row(board.operations.map { _ in "---" } + ["---"]),
        ]
        for site in board.rows {
            let cells = site.cells.map { cell in
                let figures = cell.compared.map(\.label) ?? cell.nothing
                return "\(cell.state)\(cell.isFrozen ? ", frozen" : ""): \(figures)"
            }
            lines.append(row([site.id] + cells))
        }
        if !board.coverage.isEmpty {
            lines += ["", "## Compared and not compared", "", row(["site", "operation", "part", "calls", "share"])]
            lines.append(row(["---", "---", "---", "---:", "---:"]))
            for period in board.coverage {
                lines.append(row([period.site, period.operation, "all calls", period.calls, ""]))
                lines += period.parts.map { part in
                    let name = part.meaning.isEmpty ? part.name : "\(part.name): \(part.meaning)"
                    return row([period.site, period.operation, name, part.calls, part.share])
                }
            }
        }
        for table in DifferencesView(report, links: .report).tables where !table.rows.isEmpty {
            lines += ["", "## \(table.title)", "", table.caption, "", row(["leaf", "severity"] + table.columns)]
            lines.append(row(["---", "---"] + table.columns.map { _ in "---:" }))
            for leaf in table.rows {
                let cells = leaf.cells.map { $0.unexplained + ($0.explained.map { " +\($0)" } ?? "") }
                lines.append(row(["`\(leaf.leaf)`", leaf.severity] + cells))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func parts(_ parts: [TopDifference.Part]) -> String {
        parts.map { $0.name + ($0.count.map { " (\($0))" } ?? "") }.joined(separator: ", ")
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }
}
