import Curl

extension CurlPool {
    /// A `GET`, and the error where there is one.
    func get(
        _ url: String,
        timeout: Duration = .seconds(60),
        limit: Int = 1 << 20,
        identity: CurlIdentity? = nil
    ) async -> Result<CurlResponse, CurlError> {
        let request = CurlRequest(
            method: .get,
            url: url,
            headers: [],
            deadline: .now + timeout,
            responseLimit: limit,
            identity: identity
        )
        do throws(CurlError) {
            return .success(try await perform(request))
        } catch {
            return .failure(error)
        }
    }
}

extension Result where Success == CurlResponse, Failure == CurlError {
    /// The body as text; nil for an error.
    var text: String? { (try? get()).map { String(decoding: $0.body, as: UTF8.self) } }
    /// The label of the error; nil for an answer.
    var error: String? {
        guard case .failure(let error) = self else { return nil }
        return error.label
    }
}
