package import Bridge
import Curl
import Evidence
import Foundation
import SMSPContract

/// A running bridge, through its admin listener.
package struct RemoteSites: SiteAdministration {
    private let url: String
    private let token: String
    private let ca: String?

    /// The bridge whose admin listener is at `url`.
    ///
    /// - Parameter ca: the CA of the admin listener, PEM; nil trusts the system's.
    package init(url: String, token: String, ca: String?) {
        self.url = url
        self.token = token
        self.ca = ca
    }

    package func sites() async throws -> [SiteStatus] {
        try await ask(.get, "/api/sites", body: [], as: SitesBody.self).sites
    }

    package func change(_ change: CutoverChange) async throws -> SiteStatus {
        let body = ChangeBody(
            operation: change.operation?.rawValue,
            to: change.to?.rawValue,
            reason: change.reason,
            force: change.isForced ? true : nil
        )
        let path = "/api/sites/\(change.site)/\(change.action.rawValue)"
        return try await ask(.post, path, body: Array(try JSONEncoder().encode(body)), as: SiteStatus.self)
    }

    package func forget(_ id: String, reason: String) async throws {
        let body = Array(try JSONEncoder().encode(["reason": reason]))
        _ = try await ask(.post, "/api/sites/\(id)/forget", body: body, as: ReloadBody.self)
    }

    private struct ReloadBody: Decodable {}

    private struct SitesBody: Decodable {
        let sites: [SiteStatus]
    }

    private struct ChangeBody: Encodable {
        let operation: String?
        let to: String?
        let reason: String
        let force: Bool?
    }

    private struct ErrorBody: Decodable {
        let error: String
        let problems: [String]?
    }

    private func ask<Answer: Decodable>(
        _ method: CurlRequest.Method,
        _ path: String,
        body: [UInt8],
        as type: Answer.Type
    ) async throws -> Answer {
        let pool = try CurlPool(CurlConfiguration(ca: ca))
        let response: CurlResponse
        do throws(CurlError) {
            response = try await pool.perform(
                CurlRequest(
                    method: method,
                    url: url + path,
                    headers: [("Authorization", "Bearer " + token), ("Content-Type", "application/json")],
                    body: body,
                    deadline: .now + .seconds(30),
                    responseLimit: 64 * 1024 * 1024
                )
            )
        } catch {
            throw AdminUnreachable(reason: "the bridge did not answer: \(error)")
        }
        await pool.shutDown()
        guard response.status != 200 else { return try JSONDecoder().decode(type, from: Data(response.body)) }
        let told = try? JSONDecoder().decode(ErrorBody.self, from: Data(response.body))
        let problems = told.map { $0.problems ?? [$0.error] } ?? ["the bridge answered HTTP \(response.status)"]
        switch response.status {
        case 401, 403, 400: throw InvalidArgument(problems)
        case 404: throw CutoverRefusal(.unknownSite, problems)
        case 409: throw CutoverRefusal(.held, problems)
        default: throw CutoverRefusal(.failed, problems)
        }
    }
}

/// A running bridge that does not answer on its admin listener.
package struct AdminUnreachable: Error {
    /// The reason, in words.
    package let reason: String
}
