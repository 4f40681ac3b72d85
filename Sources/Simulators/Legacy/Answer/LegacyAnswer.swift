/// One answer of the legacy service, before it is sent.
struct LegacyAnswer: Sendable, Equatable {
    var status: Int
    /// Header fields, except those that framing and the connection need.
    var fields: [HeaderField]
    var body: [UInt8]

    /// An answer without a body.
    init(status: Int, fields: [HeaderField] = []) {
        self.status = status
        self.fields = fields
        body = []
    }

    /// An answer whose body is of `contentType`.
    init(status: Int, contentType: String, body: [UInt8]) {
        self.status = status
        fields = [HeaderField("Content-Type", contentType)]
        self.body = body
    }

    /// A SOAP message; `text/xml` without charset, as in the captured answer.
    init(soap body: [UInt8], status: Int) {
        self.init(status: status, contentType: "text/xml", body: body)
    }

    /// A page as a proxy on the way makes it.
    init(page status: Int) {
        let page = "<html><head><title>\(status)</title></head><body><h1>\(status)</h1><hr>proxy</body></html>\n"
        self.init(status: status, contentType: "text/html", body: Array(page.utf8))
    }
}
