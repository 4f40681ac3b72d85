import FoundationEssentials
import JSONTree
import NHSIdentifiers

/// The Bundle of a search: what was found, a part of each record.
///
/// Shape: without anybody found there is no `entry`.
///
/// - SeeAlso: docs/contract/pds-fhir.md §2.4.
struct SearchsetResource {
    let matches: [PatientSearch.Match]
    /// The URL of the API as the caller knows it.
    let baseURL: String
    let time: Date
    let date: LondonDate
    let showsEmptyAddressLines: Bool

    var value: JSONValue {
        .members([
            "resourceType": .string("Bundle"),
            "type": .string("searchset"),
            "timestamp": .string(time.formatted(.iso8601).replacing("Z", with: "+00:00")),
            "total": .number(String(matches.count)),
            "entry": .list(matches.map(entry)),
        ])
    }

    private func entry(_ match: PatientSearch.Match) -> JSONValue {
        let resource = PatientResource(person: match.person, showsEmptyAddressLines: showsEmptyAddressLines)
        return .members([
            "fullUrl": .string("\(baseURL)/Patient/\(match.person.nhsNumber.digits)"),
            "search": .members(["score": .number(match.score.rawValue)]),
            "resource": resource.foundValue(on: date),
        ])
    }
}
