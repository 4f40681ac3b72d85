import XMLTree

/// What the tests of this target share.
enum XMLSamples {
    /// A message in the shape of an SMSP request, of about every construct that XML has.
    static let message = """
        <?xml version="1.0" encoding="UTF-8"?>
        <!-- before the root -->
        <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:itk="urn:nhs-itk:ns:201005">
          <soap:Header/>
          <soap:Body>
            <itk:DistributionEnvelope count='1' note="a &lt; b &amp; c &#10; d">
              <request xmlns="urn:hl7-org:v3" classCode="CACT">
                <?target instruction?>
                <value extension="9990000018"/>Zoë &#x1F600; <![CDATA[<not a tag> & no entity]]> &gt;
              </request>
            </itk:DistributionEnvelope>
          </soap:Body>
        </soap:Envelope>

        """

    /// The root of `document`, or why it is refused.
    static func outcome(
        _ document: some Sequence<UInt8>,
        limits: XMLLimits = .standard
    ) -> Result<XMLElement, XMLParseError> {
        Result { () throws(XMLParseError) in try XMLDocument.parse(Array(document), limits: limits) }
    }

    /// Why `document` is refused; nil when it is not.
    static func refusal(_ document: some Sequence<UInt8>, limits: XMLLimits = .standard) -> XMLParseError? {
        switch outcome(document, limits: limits) {
        case .success: nil
        case .failure(let error): error
        }
    }

    /// libxml2's code for why `document` is not well-formed; nil when it is, or is refused for another reason.
    static func code(_ document: some Sequence<UInt8>) -> Int? {
        guard case .notWellFormed(let code, _, _) = refusal(document) else { return nil }
        return code
    }
}

extension XMLElement {
    /// An element without namespace, for expectations.
    init(_ local: String, _ children: XMLNode...) {
        self.init(name: XMLName(namespace: nil, local: local, prefix: nil), children: children)
    }
}
