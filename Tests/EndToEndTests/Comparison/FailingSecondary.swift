import Simulators
import Testing

/// A way in which PDS FHIR fails as the other side of a comparison.
struct FailingSecondary: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// Whether nothing listens where it was.
    private var isGone = false
    private var failure: FailingRelay.Failure?
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
    func whileFailing<Value: Sendable>(
        at port: ReservedPort,
        in front: PDSSimulator,
        _ body: () async throws -> Value
    ) async throws -> Value {
        guard !isGone else { return try await body() }
        front.faults.set(faults)
        defer { front.faults.clear() }
        return try await FailingRelay(port: port, pdsPort: try await front.port, failure: failure).whileRunning(body)
    }

    /// It was killed.
    private static var gone: FailingSecondary {
        var secondary = FailingSecondary("nothing listens")
        secondary.isGone = true
        return secondary
    }

    /// Its connections are.
    static func connections(_ failure: FailingRelay.Failure) -> FailingSecondary {
        var secondary = FailingSecondary(failure.rawValue)
        secondary.failure = failure
        return secondary
    }

    /// It answers with another person's record.
    private static var somebodyElse: FailingSecondary {
        var secondary = FailingSecondary("somebody else's record", .otherPatient)
        secondary.isTaken = true
        return secondary
    }

    /// It is given no token to answer with.
    static let hangingToken = FailingSecondary("a token endpoint that hangs", .hang, on: [.token])

    /// All of them.
    static let all: [FailingSecondary] =
        [gone] + FailingRelay.Failure.allCases.map(connections) + [
            FailingSecondary("slower than comparison.deadline", .delay(.seconds(3))),
            FailingSecondary("a body slower than that", .slowBody(.seconds(5))),
            FailingSecondary("connections cut in the middle", .cutMidBody),
            FailingSecondary("HTML", .html(status: 200)),
            FailingSecondary("broken JSON", .brokenJSON), FailingSecondary("nothing in the body", .empty(status: 200)),
            FailingSecondary("errors", .unknownError(status: 503)),
            somebodyElse,
            FailingSecondary("somebody else's identifier", .otherIdentifier),
            FailingSecondary("two ids", .duplicateKey), FailingSecondary("another call's answer", .crossed),
            hangingToken,
        ]
}
