/// The endpoints of the simulator.
enum PDSEndpoint: Sendable, Equatable {
    /// `/oauth2/token`.
    case token
    /// `/_ping` of the API: alive.
    case ping
    /// `/Patient/{id}`.
    case patient(id: String)
    /// `/Patient`: a search.
    case patients
    /// A path that the gateway lets pass and that this simulator does not play: related people, `$process-birth-details`.
    case unplayed
    /// `/Coverage`.
    case coverage
    /// Any other path of the API, without the API's own part of it.
    case unsupported(path: String)
    /// A path of no API that the host knows.
    case elsewhere

    /// The path of the API on its host.
    static let base = "/personal-demographics/FHIR/R4"

    /// The endpoint of a request path.
    init(path: String) {
        guard path != "/oauth2/token" else {
            self = .token
            return
        }
        guard path == Self.base || path.hasPrefix(Self.base + "/") else {
            self = .elsewhere
            return
        }
        let suffix = path.dropFirst(Self.base.count)
        let steps = suffix.split(separator: "/")
        switch (steps.first, steps.count) {
        case ("_ping", 1): self = .ping
        case ("Coverage", 1): self = .coverage
        case ("Patient", 1): self = .patients
        case ("Patient", 2) where steps[1].hasPrefix("$"): self = .unplayed
        case ("Patient", 2): self = .patient(id: String(steps[1]))
        case ("Patient", 3) where steps[2] == "RelatedPerson": self = .unplayed
        default: self = .unsupported(path: String(suffix))
        }
    }
}
