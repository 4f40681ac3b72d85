import JSONTree

/// What the tests of this target share.
enum JSONSamples {
    /// A record in the shape of a PDS Patient, of about every construct that JSON has.
    static let patient = #"""
        {
          "resourceType": "Patient", "id": "9990000018", "active": true, "deceasedBoolean": false, "link": null,
          "name": [{ "use": "usual", "given": ["Zo\u00eb", "J\"o\\\/\b\f\n\r\t"], "family": "Example\ud83d\ude00" }],
          "multipleBirthInteger": 1, "numbers": [0, -0, 1.50, -12.0e+3, 1E-7, 12345678901234567890], "empty": [{}, []]
        }

        """#

    /// The value of `document`, or why it is refused.
    static func outcome(
        _ document: some Sequence<UInt8>,
        limits: JSONLimits = .standard
    ) -> Result<JSONValue, JSONParseError> {
        Result { () throws(JSONParseError) in try JSONValue.parse(Array(document), limits: limits) }
    }

    /// Why `document` is refused; nil when it is not.
    static func refusal(_ document: some Sequence<UInt8>, limits: JSONLimits = .standard) -> JSONParseError? {
        switch outcome(document, limits: limits) {
        case .success: nil
        case .failure(let error): error
        }
    }
}
