import Foundation
import SMSPContract
import SchemaValidation
import Testing
import XMLTree

@Suite struct WSDLTests {
    private static let wsdl = "http://schemas.xmlsoap.org/wsdl/"
    private static let soap = "http://schemas.xmlsoap.org/wsdl/soap/"

    private static func ours() throws -> XMLElement {
        try XMLDocument.parse(WSDL.document(location: "https://bridge.example.nhs.uk/RXX"))
    }

    @Test("each operation's port has an address below the location")
    func addresses() throws {
        let addresses = try Self.ours().all("service", in: Self.wsdl).compactMap {
            $0.first("port", in: Self.wsdl)?.first("address", in: Self.soap)?.attribute("location")
        }
        #expect(
            addresses
                == SMSPOperation.allCases.map {
                    "https://bridge.example.nhs.uk/RXX/interoperability.toolkit/HL7v3/\($0.rawValue)-v1-0"
                }
        )
    }

    @Test(
        "messages, port types, bindings and actions are the published ones",
        .enabled(if: PublishedSchema.isAvailable, "\(PublishedSchema.absence)")
    )
    func agreesWithPublished() throws {
        let file = "smsp/requirements-pack/Schemas/wsdl/PDSMiniServices-v1-0.wsdl"
        let published = try XMLDocument.parse(Array(try Data(contentsOf: PublishedSchema.folder.appending(path: file))))
        let ours = try Self.ours()
        for kind in ["portType", "binding"] {
            #expect(ours.all(kind, in: Self.wsdl).map(Self.facts) == published.all(kind, in: Self.wsdl).map(Self.facts))
        }
        let names = { (root: XMLElement) in Set(root.all("message", in: Self.wsdl).compactMap { $0.attribute("name") })
        }
        #expect(names(ours) == names(published))
    }

    /// Every name, message, type and action below an element, the shape of its tree aside.
    private static func facts(_ element: XMLElement) -> [String] {
        let own = ["name", "type", "message", "soapAction", "binding", "parts"].compactMap(element.attribute)
        return own
            + element.elements.filter {
                $0.name.namespace == wsdl || $0.name.local == "operation" || $0.name.local == "body"
            }.flatMap(facts)
    }
}
