import CCurl

/// One multi handle of libcurl with its connections, and the requests under way on it.
///
/// Used on one thread only.
@safe final class CurlMulti {
    /// The handle; freed with this object.
    let handle: UnsafeMutableRawPointer
    private let configuration: CurlConfiguration
    private var transfers: [Int: CurlTransfer] = [:]

    /// A handle without connections; nil when libcurl gives none.
    init?(_ configuration: CurlConfiguration) {
        guard let handle = unsafe curl_multi_init() else { return nil }
        unsafe self.handle = handle
        self.configuration = configuration
        unsafe ccurl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, configuration.inFlight)
    }

    deinit { unsafe curl_multi_cleanup(handle) }

    /// The number of requests in flight.
    var count: Int { transfers.count }
    /// True if there are none.
    var isIdle: Bool { transfers.isEmpty }

    /// Starts a request; one that cannot be set up fails at once.
    func start(_ pending: PendingTransfer) {
        do throws(CurlError) {
            let transfer = try CurlTransfer(pending, configuration: configuration)
            guard unsafe curl_multi_add_handle(handle, transfer.handle) == CURLM_OK else {
                throw .setup(code: Int(CURLE_FAILED_INIT.rawValue))
            }
            transfers[pending.id] = transfer
        } catch {
            pending.continuation.resume(returning: .failure(error))
        }
    }

    /// Lets libcurl work and answers the requests that have ended.
    func advance() {
        var running: Int32 = 0
        unsafe curl_multi_perform(handle, &running)
        var left: Int32 = 0
        while let message = unsafe curl_multi_info_read(handle, &left) {
            guard unsafe message.pointee.msg == CURLMSG_DONE else { continue }
            let (easy, code) = unsafe (message.pointee.easy_handle, message.pointee.data.result)
            guard let id = transfers.first(where: { unsafe $0.value.handle == easy })?.key else { continue }
            finish(id) { $0.result(code) }
        }
    }

    /// Ends the requests whose callers have left.
    func abortCancelled() {
        for (id, transfer) in transfers where transfer.cancellation.isCancelled { abort(id, .cancelled) }
    }

    /// Ends every request with `error`.
    func abortAll(_ error: CurlError) {
        for id in transfers.keys { abort(id, error) }
    }

    /// Waits until there is something to do, or the thread is woken, no longer than `milliseconds`.
    func sleep(milliseconds: Int64) {
        unsafe curl_multi_poll(handle, nil, 0, Int32(clamping: milliseconds), nil)
    }

    private func abort(_ id: Int, _ error: CurlError) {
        finish(id) { _ in .failure(error) }
    }

    private func finish(_ id: Int, with result: (CurlTransfer) -> Result<CurlResponse, CurlError>) {
        guard let transfer = transfers.removeValue(forKey: id) else { return }
        unsafe curl_multi_remove_handle(handle, transfer.handle)
        transfer.continuation.resume(returning: result(transfer))
    }
}
