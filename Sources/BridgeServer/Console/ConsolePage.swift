import Bridge
import Mustache

/// A page of the console, or a report: a template and what fills it.
///
/// Everything that fills a page is escaped by the template; the style sheet alone is not.
struct ConsolePage {
    /// The heading.
    var title: String
    /// The time of the report; nil for a page that shows none.
    var madeAt: String?
    /// The mapping tables in use; nil for a page that shows nothing.
    var mapping: String?
    /// The user who is logged in; nil if no user is.
    var user: String?
    /// The token that forms have to send back.
    var formToken = ""
    var pages: [PageLink] = []
    /// True if the page is one file that needs no other.
    var isSelfContained = false
    /// The level of the headings that stand in a part of a page.
    var level = 2
    var css = ""
    var board: BoardView?
    var differences: DifferencesView?
    var difference: DifferenceView?
    var details: [DifferenceView] = []
    var site: SiteView?
    var sites: [SiteView] = []
    var rules: RulesView?
    var problem = ""
    var isRefused = false

    /// A page that the navigation leads to.
    struct PageLink {
        let path, name: String
        let isCurrent: Bool
    }

    /// The names of the templates.
    enum Template: String {
        case login, problem, board, differences, difference, site, rules, report
    }

    init(_ title: String) {
        self.title = title
    }

    /// Takes from a report what every page says of it.
    mutating func describe(_ report: EvidenceReport) {
        madeAt = ShownText.time(report.madeAt)
        mapping = "\(report.mapping.id) \(report.mapping.version), \(ShownText.hash(report.mapping.hash))"
    }

    /// The page as HTML.
    func html(_ template: Template) -> String {
        ConsoleTemplates.library.render(self, withTemplate: template.rawValue) ?? ""
    }
}

/// The templates and the style sheet, which are part of the program.
enum ConsoleTemplates {
    static let library: MustacheLibrary = {
        let sources: [(String, [UInt8])] = [
            ("page", PackageResources.page_mustache), ("login", PackageResources.login_mustache),
            ("problem", PackageResources.problem_mustache), ("board", PackageResources.board_mustache),
            ("board-content", PackageResources.board_content_mustache),
            ("differences", PackageResources.differences_mustache),
            ("differences-content", PackageResources.differences_content_mustache),
            ("difference", PackageResources.difference_mustache),
            ("difference-content", PackageResources.difference_content_mustache),
            ("difference-brief", PackageResources.difference_brief_mustache), ("twin", PackageResources.twin_mustache),
            ("site", PackageResources.site_mustache), ("site-content", PackageResources.site_content_mustache),
            ("rules", PackageResources.rules_mustache), ("rules-content", PackageResources.rules_content_mustache),
            ("report", PackageResources.report_mustache),
        ]
        var library = MustacheLibrary()
        for (name, bytes) in sources {
            do {
                try library.register(String(decoding: bytes, as: UTF8.self), named: name)
            } catch {
                preconditionFailure("the template \(name) is not valid: \(error)")
            }
        }
        return library
    }()

    static let css = String(decoding: PackageResources.console_css, as: UTF8.self)
    /// The icon that a browser shows with the title.
    static let icon = String(decoding: PackageResources.icon_svg, as: UTF8.self)
}
