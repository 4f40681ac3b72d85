/// A path of the tables' path language: which values of a record a row reads.
///
/// ```
/// path     = [ root "." ] step *( "." step )
/// root     = "patient" / "request" / "practice"
/// step     = name [ "[" selector "]" ]
/// selector = "*"                     every entry
///          / number                  the entry at this position, counted from 0
///          / number ".."             the entries from this position on
///          / filter *( "," filter )  the entries that pass every filter
/// filter   = "current"               its period has begun and has not ended on the date of the call (D44)
///          / name "=" text           its element of this name is this text
/// ```
///
/// A path without root begins at the entry of its row's group. There are no other operators: what a path cannot say
/// is a transform, or code.
struct PathExpression: Sendable, Hashable, CustomStringConvertible {
    /// The root of a path.
    enum Root: String, Sendable, CaseIterable {
        case patient, request, practice
    }

    /// One element name, and which of its entries.
    struct Step: Sendable, Hashable {
        let name: String
        let selector: Selector?
    }

    /// Which entries of a list.
    enum Selector: Sendable, Hashable {
        case all
        case at(Int)
        case from(Int)
        case filtered([Filter])
    }

    /// A condition on an entry.
    enum Filter: Sendable, Hashable {
        case current
        case equals(name: String, text: String)
    }

    /// The root of the path; nil for the entry of a group.
    let root: Root?
    let steps: [Step]

    /// The path as it is written.
    var description: String {
        let names = steps.map { $0.name + ($0.selector.map { "[\($0)]" } ?? "") }
        return ((root.map { [$0.rawValue] } ?? []) + names).joined(separator: ".")
    }
}

extension PathExpression.Selector: CustomStringConvertible {
    /// The `url` of the one extension that the selector names; nil for any other selector.
    var extensionURL: String? {
        guard case .filtered(let filters) = self, filters.count == 1, case .equals("url", let url)? = filters.first
        else {
            return nil
        }
        return url
    }

    var description: String {
        switch self {
        case .all: "*"
        case .at(let position): String(position)
        case .from(let position): "\(position).."
        case .filtered(let filters):
            filters.map { filter in
                switch filter {
                case .current: "current"
                case .equals(let name, let text): "\(name)=\(text)"
                }
            }.joined(separator: ",")
        }
    }
}
