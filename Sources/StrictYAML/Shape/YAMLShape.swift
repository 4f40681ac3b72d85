/// The shape of a value of a YAML file.
///
/// The shape of a whole file is declared once, as a value. Validation, defaults, overrides from the environment and
/// the JSON Schema all come from it.
///
/// ```swift
/// let listener = YAMLShape.mapping([
///     YAMLKey("host", .string(), .defaults("0.0.0.0"), "The address to listen on."),
///     YAMLKey("port", .integer(0...65_535), .defaults("8443"), "The port to listen on; 0 takes a free one."),
/// ])
/// ```
public indirect enum YAMLShape: Sendable {
    /// Text as in the file: `NO`, `012` and `2010-10-22` stay text. Not blank, unless the pattern allows it.
    case string(pattern: YAMLPattern? = nil)
    /// A whole number in plain decimal digits, without quotation marks.
    case integer(ClosedRange<Int>)
    /// A number in plain decimal digits, without quotation marks or exponent.
    case number(ClosedRange<Double>)
    /// `true` or `false`.
    case boolean
    /// A whole number and a unit: `250ms`, `4s`, `10m`, `2h`, `7d`.
    case duration
    /// A whole number of bytes, or one with a unit: `1000`, `64KiB`, `1MiB`, `2GiB`.
    case byteSize
    /// An absolute `http` or `https` URL without user name or fragment.
    case url
    /// A path; a relative one starts at the directory of the file that names it. Reading does not look at the disk.
    case filePath
    /// A path, as ``filePath``, of a file that holds a secret: see ``YAMLValue/secret()``.
    case secretFile
    /// An existing day of the Gregorian calendar: `2026-11-01`.
    case date
    /// One of some words.
    case choice([String])
    /// A list, of `count` elements where that is given.
    case list(of: YAMLShape, count: ClosedRange<Int>? = nil)
    /// A mapping with declared keys; any other key is a problem.
    case mapping([YAMLKey])
    /// A mapping with free keys.
    case dictionary(of: YAMLShape)
    /// The first of these that the value fits: `.oneOf([.choice(["none"]), .duration])`.
    case oneOf([YAMLShape])
}
