import Backends
import Bridge
import Curl
import Foundation
import StrictYAML

extension FHIRAuthentication {
    /// Reads the files that `fhir.auth` names.
    init(_ settings: FHIRSettings.Authentication) throws {
        func key(_ file: FHIRSettings.KeyFile) throws -> SigningKey {
            guard let key = SigningKey(id: file.id, pem: try ConfigurationFile.loadSecret(file.secret)) else {
                throw InvalidConfiguration([
                    file.secret.problem("names no RSA private key in PEM", try: "openssl genrsa -out key.pem 4096")
                ])
            }
            return key
        }
        self.init(
            tokenURL: settings.tokenURL,
            apiKey: try ConfigurationFile.loadSecret(settings.apiKey),
            key: try key(settings.key),
            nextKey: try settings.nextKey.map(key)
        )
    }
}

extension CurlConfiguration {
    init(_ settings: FHIRSettings) throws {
        if let ca = settings.ca {
            do throws(YAMLProblem) {
                try ca.checkReadable()
            } catch {
                throw InvalidConfiguration([error])
            }
        }
        self.init(
            ca: settings.ca?.filePath,
            proxy: settings.proxy,
            decodesContent: true,
            inFlight: settings.inFlight
        )
    }
}
