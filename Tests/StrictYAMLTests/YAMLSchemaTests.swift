import Foundation
import StrictYAML
import Testing

@Suite("JSON Schema")
struct YAMLSchemaTests {
    @Test("a shape is told as JSON Schema 2020-12, with its descriptions and defaults")
    func golden() {
        let shape = YAMLShape.mapping([
            YAMLKey("port", .integer(0...65_535), .defaults("8443"), "The port; \"0\" takes a free one."),
            YAMLKey("timeout", .duration, .required, "How long a call may take."),
            YAMLKey("perSecond", .oneOf([.choice(["none"]), .number(0 ... .infinity)]), .optional, "Calls a second."),
            YAMLKey(
                "limits",
                .mapping([YAMLKey("bytes", .byteSize, .defaults("64KiB"), "Size.")]),
                .defaults("{}"),
                "Limits."
            ),
            YAMLKey("ids", .list(of: .string(), count: 1 ... .max), .defaults("[a, b]"), "Ids."),
            YAMLKey("free", .dictionary(of: .boolean), .optional, "Switches."),
        ])
        #expect(YAMLDocument.jsonSchema(for: shape, title: "bridge.yaml") == Self.expected)
    }

    @Test("the schema is JSON")
    func isJSON() throws {
        let text = YAMLDocument.jsonSchema(for: Listener.shape, title: "a \u{1} \\ \n")
        let json = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(json["title"] as? String == "a \u{1} \\ \n")
    }

    private static let expected = #"""
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "title": "bridge.yaml",
          "type": "object",
          "properties": {
            "port": {
              "description": "The port; \"0\" takes a free one.",
              "type": "integer",
              "minimum": 0,
              "maximum": 65535,
              "default": 8443
            },
            "timeout": {
              "description": "How long a call may take.",
              "type": "string",
              "pattern": "^(?:[0-9]{1,9}(?:ms|s|m|h|d))$"
            },
            "perSecond": {
              "description": "Calls a second.",
              "anyOf": [
                {
                  "enum": ["none"]
                },
                {
                  "type": "number",
                  "minimum": 0
                }
              ]
            },
            "limits": {
              "description": "Limits.",
              "type": "object",
              "properties": {
                "bytes": {
                  "description": "Size.",
                  "type": ["integer", "string"],
                  "minimum": 0,
                  "pattern": "^(?:[0-9]{1,9}(?:KiB|MiB|GiB)?)$",
                  "default": "64KiB"
                }
              },
              "additionalProperties": false
            },
            "ids": {
              "description": "Ids.",
              "type": "array",
              "items": {
                "type": "string",
                "pattern": "\\S"
              },
              "minItems": 1,
              "default": ["a", "b"]
            },
            "free": {
              "description": "Switches.",
              "type": "object",
              "additionalProperties": {
                "type": "boolean"
              }
            }
          },
          "required": ["timeout"],
          "additionalProperties": false
        }

        """#
}
