import Simulators
import Testing

/// A way in which PDS FHIR, as the other side of a comparison, is unwell.
struct UnwellSecondary: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether nothing listens where it was.
    private var isGone = false
    private var ailment: UnwellRelay.Ailment?
    private var faults: [FaultRule] = []
    /// Whether it answers, and its answers are taken for what they are: a number other than the one that was asked for
    /// is how PDS tells of a merged record.
    private(set) var isTaken = false

    private init(_ description: String) { testDescription = description }

    private init(_ description: String, _ fault: Fault, on scopes: [FaultRule.Scope] = [.patients, .searches]) {
        testDescription = description
        faults = scopes.map { FaultRule(fault, on: $0) }
    }

    /// Does what it says to what stands at `port` while `body` runs.
    func whileUnwell<Value: Sendable>(
        at port: ReservedPort,
        in front: PDSSimulator,
        _ body: () async throws -> Value
    ) async throws -> Value {
        guard !isGone else { return try await body() }
        front.faults.set(faults)
        defer { front.faults.clear() }
        return try await UnwellRelay(port: port, pdsPort: try await front.port, ailment: ailment).whileRunning(body)
    }

    /// It was killed.
    private static var gone: UnwellSecondary {
        var secondary = UnwellSecondary("nothing listens")
        secondary.isGone = true
        return secondary
    }

    /// Its connections are.
    static func connections(_ ailment: UnwellRelay.Ailment) -> UnwellSecondary {
        var secondary = UnwellSecondary(ailment.rawValue)
        secondary.ailment = ailment
        return secondary
    }

    /// It answers with another person's record.
    private static var somebodyElse: UnwellSecondary {
        var secondary = UnwellSecondary("somebody else's record", .otherPatient)
        secondary.isTaken = true
        return secondary
    }

    /// All of them.
    static let all: [UnwellSecondary] =
        [gone] + UnwellRelay.Ailment.allCases.map(connections) + [
            UnwellSecondary("slower than comparison.deadline", .delay(.seconds(3))),
            UnwellSecondary("a body slower than that", .slowBody(.seconds(5))),
            UnwellSecondary("connections cut in the middle", .cutMidBody), UnwellSecondary("HTML", .html(status: 200)),
            UnwellSecondary("broken JSON", .brokenJSON), UnwellSecondary("nothing in the body", .empty(status: 200)),
            UnwellSecondary("errors", .unknownError(status: 503)),
            somebodyElse,
            UnwellSecondary("somebody else's identifier", .otherIdentifier),
            UnwellSecondary("two ids", .duplicateKey), UnwellSecondary("another call's answer", .crossed),
            UnwellSecondary("a token endpoint that hangs", .hang, on: [.token]),
        ]
}
