import Bridge

/// The meters of one name: all of one kind, all with the same labels.
struct MetricFamily {
    /// The meter of one combination of label values.
    enum Meter {
        case value(ValueMeter)
        case histogram(HistogramMeter)

        func isBacked(by handler: AnyObject) -> Bool {
            switch self {
            case .value(let meter): meter === handler
            case .histogram(let meter): meter === handler
            }
        }
    }

    let kind: BridgeMetric.Kind
    /// The names of the labels, in the order in which they are shown.
    let labels: [String]
    /// The meters by label values, in the order of ``labels``.
    var meters: [[String]: Meter] = [:]

    /// The label values of `dimensions` in the order of ``labels``; nil when the names are not the same.
    func values(of dimensions: [(String, String)]) -> [String]? {
        guard dimensions.count == labels.count else { return nil }
        let values = labels.compactMap { label in dimensions.first { $0.0 == label }?.1 }
        return values.count == labels.count ? values : nil
    }
}
