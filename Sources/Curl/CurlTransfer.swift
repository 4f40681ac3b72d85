import CCurl
import NHSIdentifiers

/// One request under way: an easy handle of libcurl and what has come of the answer.
///
/// Used on one thread only.
@safe final class CurlTransfer {
    /// The easy handle; freed with this object.
    let handle: UnsafeMutableRawPointer
    let cancellation: Cancellation
    let continuation: CheckedContinuation<Result<CurlResponse, CurlError>, Never>
    private let responseLimit: Int
    private let turn: CurlTurn?
    private var headerList: UnsafeMutablePointer<curl_slist>?
    private let requestBody: UnsafeMutableBufferPointer<UInt8>
    private var head = AnswerHead()
    /// The reason for which the transfer was aborted; nil if the answer has broken no rule.
    private var refusal: AnswerRefusal?
    private var body: [UInt8] = []
    private var isTooLarge = false
    /// True once a line of any answer has come, an interim one's included.
    private var hasHeadBegun = false
    private var isSent = false

    /// A request that is set up and not yet started.
    init(_ pending: PendingTransfer, configuration: CurlConfiguration) throws(CurlError) {
        guard let handle = unsafe curl_easy_init() else { throw .setup(code: Int(CURLE_FAILED_INIT.rawValue)) }
        unsafe self.handle = handle
        cancellation = pending.cancellation
        continuation = pending.continuation
        responseLimit = pending.request.responseLimit
        turn = pending.turn
        unsafe requestBody = .allocate(capacity: pending.request.body.count)
        _ = unsafe requestBody.initialize(from: pending.request.body)
        try setUp(pending.request)
        try setUpCallbacks()
        try setUp(configuration)
        try setUp(pending.request.identity, else: configuration)
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe curl_slist_free_all(headerList)
        unsafe requestBody.deallocate()
    }

    /// The result of the request, which ended with libcurl's `code`.
    func result(_ code: CURLcode) -> Result<CurlResponse, CurlError> {
        if let refusal { return .failure(.answerRefused(refusal)) }
        if isTooLarge { return .failure(.responseTooLarge(limit: responseLimit)) }
        guard code == CURLE_OK else {
            let proxyStatus = number(CURLINFO_HTTP_CONNECTCODE)
            guard proxyStatus < 300 else { return .failure(.proxyRefused(status: proxyStatus)) }
            return .failure(CurlError(transfer: code, hasHeadBegun: hasHeadBegun))
        }
        // libcurl takes a connection that ends within the head for the end of the answer.
        guard head.isComplete else { return .failure(.cutOff(code: Int(code.rawValue), hasAnswerBegun: true)) }
        return .success(
            CurlResponse(
                status: head.status,
                headers: head.fields,
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
        let left = (request.allowance ?? (request.deadline - .now)).milliseconds
        guard left > 0 else { throw .timedOut }
        try set(CURLOPT_TIMEOUT_MS, Int(left))
        try set(CURLOPT_CONNECTTIMEOUT_MS, Int(min(left, CurlConfiguration.connectTimeout.milliseconds)))
        if request.method == .post {
            try set(CURLOPT_POST, 1)
            try set(CURLOPT_POSTFIELDSIZE, request.body.count)
            try check(unsafe ccurl_set_pointer(handle, CURLOPT_POSTFIELDS, requestBody.baseAddress))
        }
        for line in Self.headerLines(request) {
            guard let list = unsafe curl_slist_append(headerList, line) else {
                throw .setup(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
            }
            unsafe headerList = list
        }
        try check(unsafe ccurl_set_list(handle, CURLOPT_HTTPHEADER, headerList))
    }

    /// The headers in the form in which libcurl takes them.
    ///
    /// A name without a value keeps libcurl from sending its own, which it would take for every `POST`. A header whose
    /// value is empty ends in a semicolon.
    private static func headerLines(_ request: CurlRequest) -> [String] {
        let ownHeaders = ["Accept", "Content-Type", "Expect"].filter { name in
            !request.headers.contains { $0.name.lowercased() == name.lowercased() }
        }
        return ownHeaders.map { $0 + ":" }
            + request.headers.map { $0.value.isEmpty ? $0.name + ";" : $0.name + ": " + $0.value }
    }

    private func setUpCallbacks() throws(CurlError) {
        let me = unsafe Unmanaged.passUnretained(self).toOpaque()
        try check(unsafe ccurl_set_data_callback(handle, CURLOPT_HEADERFUNCTION, CurlTransfer.takeHeader))
        try check(unsafe ccurl_set_pointer(handle, CURLOPT_HEADERDATA, me))
        try check(unsafe ccurl_set_data_callback(handle, CURLOPT_WRITEFUNCTION, CurlTransfer.takeBody))
        try check(unsafe ccurl_set_pointer(handle, CURLOPT_WRITEDATA, me))
        try check(unsafe ccurl_set_prereq_callback(handle, CURLOPT_PREREQFUNCTION, CurlTransfer.begin))
        try check(unsafe ccurl_set_pointer(handle, CURLOPT_PREREQDATA, me))
    }

    private func setUp(_ configuration: CurlConfiguration) throws(CurlError) {
        try set(CURLOPT_NOSIGNAL, 1)
        // A request that is given up while its host's name is looked up would hold up the thread until the resolver ends.
        try set(CURLOPT_QUICK_EXIT, 1)
        try set(CURLOPT_PROTOCOLS_STR, "http,https")
        try set(CURLOPT_FOLLOWLOCATION, 0)
        try set(CURLOPT_PROXY, configuration.proxy ?? "")
        // The fields of a proxy's answer to CONNECT do not belong to the endpoint's answer.
        try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        // Named here so that no variable of the environment can take hosts away from a configured proxy.
        try set(CURLOPT_NOPROXY, configuration.proxy == nil ? "*" : "")
        switch configuration.versions {
        case .one: try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_1_1))
        case .twoWhereOffered: try set(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
        }
        if configuration.decodesContent { try set(CURLOPT_ACCEPT_ENCODING, "gzip") }
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let ca = configuration.ca {
            try set(CURLOPT_CAINFO, orBytes: CURLOPT_CAINFO_BLOB, ca)
            try check(unsafe ccurl_set_string(handle, CURLOPT_CAPATH, nil))
        }
    }

    /// Presents `identity`, or the pool's own if it is nil.
    private func setUp(_ identity: CurlIdentity?, else configuration: CurlConfiguration) throws(CurlError) {
        let certificate = identity?.certificate ?? configuration.certificate
        let privateKey = identity?.privateKey ?? configuration.privateKey
        if let certificate { try set(CURLOPT_SSLCERT, orBytes: CURLOPT_SSLCERT_BLOB, certificate) }
        if let privateKey { try set(CURLOPT_SSLKEY, orBytes: CURLOPT_SSLKEY_BLOB, privateKey) }
    }

    /// Names a file of PEM, or hands its bytes over if it begins with a byte order mark, behind which the TLS library
    /// finds no first line.
    ///
    /// A file that cannot be read is named, so that libcurl reports it when it connects.
    private func set(_ option: CURLoption, orBytes bytesOption: CURLoption, _ path: String) throws(CurlError) {
        guard let bytes = PEMFile.bytesBehindMark(path) else { return try set(option, path) }
        try check(unsafe ccurl_set_blob(handle, bytesOption, bytes, bytes.count))
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
        return unsafe CurlTransfer.from(me)?.take(headerLine: line) == true ? size * count : 0
    }

    private static let takeBody: ccurl_data_callback = { bytes, size, count, me in
        let part = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
        return unsafe CurlTransfer.from(me)?.take(bodyPart: part) == true ? size * count : 0
    }

    private static let begin: curl_prereq_callback = { me, _, _, _, _ in
        unsafe CurlTransfer.from(me)?.takeTurn() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
    }

    private static func from(_ me: UnsafeMutableRawPointer?) -> CurlTransfer? {
        unsafe me.map { unsafe Unmanaged<CurlTransfer>.fromOpaque($0).takeUnretainedValue() }
    }

    /// Lets the request be sent once.
    ///
    /// By default libcurl repeats a request on a kept connection that turns out to be dead. The number of times that a
    /// request is sent is not for libcurl to decide.
    private func takeTurn() -> Bool {
        defer { isSent = true }
        turn?.send()
        return !isSent
    }

    /// Takes a line of a head or a trailer; false, which aborts the transfer, if it breaks a rule.
    private func take(headerLine line: UnsafeRawBufferPointer) -> Bool {
        hasHeadBegun = true
        do throws(AnswerRefusal) {
            try head.take(unsafe Array(line))
            return true
        } catch {
            refusal = error
            return false
        }
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
