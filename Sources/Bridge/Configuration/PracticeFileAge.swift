public import FoundationEssentials
public import Logging

/// The age of the ODS practice file, by the time of its last change: practices move and close, and answers give their
/// addresses and telephones from it.
///
/// - SeeAlso: decision D19.
public struct PracticeFileAge: Sendable {
    /// The time of the last change of the file.
    private let changed: Date
    /// `practicesMaximumAge`.
    private let maximum: Duration

    /// The age of the practice file of `configuration`; nil if it names none, or one that cannot be read.
    public init?(_ configuration: BridgeConfiguration) {
        guard let path = configuration.practices,
            let attributes = try? FileManager.default.attributesOfItem(atPath: path),
            let changed = attributes[.modificationDate] as? Date
        else { return nil }
        self.init(changed: changed, maximum: configuration.practicesMaximumAge)
    }

    init(changed: Date, maximum: Duration) {
        self.changed = changed
        self.maximum = maximum
    }

    /// The time from which the file is too old.
    var expires: Date { changed.addingTimeInterval(Double(maximum.milliseconds) / 1000) }

    /// The warning that `/readyz` and the log give at `now`; nil if the file is not too old.
    public func warning(at now: Date = .now) -> String? {
        guard now > expires else { return nil }
        let days = Int(now.timeIntervalSince(changed) / 86_400)
        return "the practice file is \(days) days old: take a new epraccur.csv from ODS, and reload"
    }

    /// The gauge of `/metrics`.
    public var sample: MetricSample { .practices(expire: expires) }

    /// Logs the warning, if there is one.
    public func log(to logger: Logger, at now: Date = .now) {
        if let warning = warning(at: now) {
            logger.warning("practice file is old", metadata: ["problem": "\(warning)"])
        }
    }
}
