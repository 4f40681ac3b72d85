import Bridge

/// The text format of Prometheus, written line by line.
///
/// - SeeAlso: Prometheus, Exposition formats, text format 0.0.4.
struct PrometheusText {
    /// The media type of the format.
    static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

    /// The text written so far.
    private(set) var text = ""

    /// Begins a family; it must not have been begun before.
    mutating func begin(_ name: String, _ kind: BridgeMetric.Kind, help: String?) {
        if let help { text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
        text += "# TYPE \(name) \(kind.rawValue)\n"
    }

    /// Writes one value.
    mutating func add(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            let pairs = labels.map { "\($0)=\"\(Self.escaped($1, quotes: true))\"" }
            text += "{" + pairs.joined(separator: ",") + "}"
        }
        text += " " + Self.number(value) + "\n"
    }

    /// Writes the buckets, the sum and the count of a histogram.
    mutating func add(_ name: String, _ labels: [(String, String)], _ reading: HistogramMeter.Reading) {
        for (bound, count) in reading.cumulative {
            add(name + "_bucket", labels + [("le", Self.number(bound))], Double(count))
        }
        add(name + "_bucket", labels + [("le", "+Inf")], Double(reading.count))
        add(name + "_sum", labels, reading.sum)
        add(name + "_count", labels, Double(reading.count))
    }

    /// A name in the format's alphabet: dots become underscores.
    static func name(_ text: String) -> String {
        var name = ""
        for character in text {
            let isDigit = character.isASCII && character.isNumber
            let isAllowed = character.isASCII && character.isLetter || isDigit && !name.isEmpty || character == "_"
            name.append(isAllowed ? character : "_")
        }
        return name
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    private static func number(_ value: Double) -> String {
        if let whole = Int(exactly: value) { return String(whole) }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return value.isNaN ? "NaN" : String(value)
    }
}
