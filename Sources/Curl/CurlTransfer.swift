import CCurl

/// One request under way: an easy handle of libcurl and what has come of the answer.
///
/// Used on one thread only.
@safe final class CurlTransfer {
    /// The easy handle; freed with this object.
    let handle: UnsafeMutableRawPointer
    let cancellation: Cancellation
    let continuation: CheckedContinuation<Result<CurlResponse, CurlError>, Never>
    private let responseLimit: Int
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let requestBody: UnsafeMutableBufferPointer<UInt8>
    private var headers: [(name: String, value: String)] = []
    private var body: [UInt8] = []
    private var isTooLarge = false

    /// A request that is set up and not yet started.
    init(_ pending: PendingTransfer, configuration: CurlConfiguration) throws(CurlError) {
        guard let handle = unsafe curl_easy_init() else { throw .setup(code: Int(CURLE_FAILED_INIT.rawValue)) }
        unsafe self.handle = handle
        cancellation = pending.cancellation
        continuation = pending.continuation
        responseLimit = pending.request.responseLimit
        unsafe requestBody = .allocate(capacity: pending.request.body.count)
        _ = unsafe requestBody.initialize(from: pending.request.body)
        try setUp(pending.request)
        try setUp(configuration)
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headerList)
        unsafe requestBody.deallocate()
    }

    /// What has come of the request once libcurl says that it ended with `code`.
    func result(_ code: CURLcode) -> Result<CurlResponse, CurlError> {
        if isTooLarge { return .failure(.responseTooLarge(limit: responseLimit)) }
        guard code == CURLE_OK else { return .failure(CurlError(transfer: code)) }
        return .success(
            CurlResponse(
                status: number(CURLINFO_RESPONSE_CODE),
                headers: headers,
                body: body,
                isConnectionReused: number(CURLINFO_NUM_CONNECTS) == 0,
                httpVersion: httpVersion
            )
        )
    }

    private var httpVersion: String {
        switch number(CURLINFO_HTTP_VERSION) {
        case Int(CURL_HTTP_VERSION_1_0): "1.0"
        case Int(CURL_HTTP_VERSION_1_1): "1.1"
        default: "2"
        }
    }

    private func number(_ info: CURLINFO) -> Int {
        var value = 0
        unsafe ccurl_get_long(handle, info, &value)
        return value
    }

    // MARK: - Set-up

    private func setUp(_ request: CurlRequest) throws(CurlError) {
        try set(CURLOPT_URL, request.url)
        // Over TLS the handshake tells at once whether requests can share a connection. In the clear only an answer
        // would, and a request that is never answered would hold up all others.
        try set(CURLOPT_PIPEWAIT, request.url.hasPrefix("https") ? 1 : 0)
        let left = (request.deadline - .now).milliseconds
        guard left > 0 else { throw .timedOut }
        try set(CURLOPT_TIMEOUT_MS, Int(left))
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(left, CurlConfiguration.connectTimeout.milliseconds)))
        if request.method == .post {
            try set(CURLOPT_POST, 1)
            try set(CURLOPT_POSTFIELDSIZE, request.body.count)
            try check(unsafe ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, requestBody.baseAddress))
        }
        // An empty Expect keeps libcurl from asking before it sends a body; the form type is only its default.
        for line in ["Expect:"] + request.headers.map({ $0.name + ": " + $0.value }) {
            guard let list = unsafe curl_slist_append(headerList, line) else {
                throw .setup(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
            }
            unsafe headerList = list
        }
        try check(unsafe ccurl_set_list(handle, CURLOPT_HTTPHEADER, headerList))
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        try check(unsafe ccurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION, CurlTransfer.takeHeader))
        try check(unsafe ccurl_set_pointer(handle, CURLOPT_HEADERDATA, me))
        try check(unsafe ccurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION, CurlTransfer.takeBody))
        try check(unsafe ccurl_set_pointer(handle, CURLOPT_WRITEDATA, me))
    }

    private func setUp(_ configuration: CurlConfiguration) throws(CurlError) {
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, configuration.proxy ?? "")
        // Named here so that no variable of the environment can take hosts away from a configured proxy.
        try set(CURLOPT_NOPROXY, configuration.proxy == nil ? "*" : "")
        try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let ca = configuration.ca {
            try set(CURLOPT_CAINFO, ca)
            try check(unsafe ccurl_set_string(handle, CURLOPT_CAPATH, nil))
        }
        if let certificate = configuration.certificate { try set(CURLOPT_SSLCERT, certificate) }
        if let privateKey = configuration.privateKey { try set(CURLOPT_SSLKEY, privateKey) }
    }

    private func set(_ option: CURLoption, _ value: Int) throws(CurlError) {
        try check(unsafe ccurl_set_long(handle, option, value))
    }

    private func set(_ option: CURLoption, _ value: String) throws(CurlError) {
        try check(unsafe ccurl_set_string(handle, option, value))
    }

    private func check(_ code: CURLcode) throws(CurlError) {
        guard code == CURLE_OK else { throw .setup(code: Int(code.rawValue)) }
    }

    // MARK: - Callbacks

    private static let takeHeader: ccurl_data_callback = { bytes, size, count, me in
        let line = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        unsafe CurlTransfer.from(me)?.take(headerLine: String(decoding: line, as: UTF8.self))
        return size * count
    }

    private static let takeBody: ccurl_data_callback = { bytes, size, count, me in
        let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe CurlTransfer.from(me)?.take(bodyPart: part) == true ? size * count : 0
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> CurlTransfer? {
        unsafe me.map { unsafe Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    private func take(headerLine line: String) {
        guard !line.hasPrefix("HTTP/") else {
            // The head of another answer: an interim one went before.
            headers = []
            return
        }
        guard let colon = line.firstIndex(of: ":") else { return }
        let value = line[line.index(after: colon)...].drop(while: \.isWhitespace)
        headers.append((String(line[..<colon]), String(value.reversed().drop(while: \.isWhitespace).reversed())))
    }

    /// Takes a part of the body; false, which aborts the transfer, when it becomes too long.
    private func take(bodyPart part: UnsafeRawBufferPointer) -> Bool {
        guard body.count + part.count <= responseLimit else {
            isTooLarge = true
            return false
        }
        unsafe body.append(contentsOf: part)
        return true
    }
}
