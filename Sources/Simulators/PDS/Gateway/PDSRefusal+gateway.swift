import HTTPTypes

extension PDSRefusal {
    /// 401 with one of the texts for what is wrong with the bearer token.
    static func accessDenied(_ diagnostics: String) -> PDSRefusal {
        PDSRefusal(
            status: .unauthorized,
            code: "ACCESS_DENIED",
            display: "Access Denied - Unauthorised",
            issueCode: "forbidden",
            diagnostics: diagnostics,
            origin: .gateway
        )
    }

    /// A path that the gateway's whitelist lacks, such as `/HelloWorld`.
    static func unsupportedPath(_ path: String) -> PDSRefusal {
        PDSRefusal(
            status: .badRequest,
            code: "UNSUPPORTED_REQUEST",
            display: "The request is not one that is supported.",
            issueCode: "value",
            diagnostics: "Unsupported path - '\(path)'",
            origin: .gateway
        )
    }

    /// An `X-Request-ID` that is no UUID.
    static func invalidRequestID(_ id: String) -> PDSRefusal {
        PDSRefusal(
            status: .badRequest,
            code: "INVALID_VALUE",
            display: "Provided value is invalid",
            issueCode: "value",
            diagnostics: "Invalid value - '\(id)' in header 'X-Request-ID'",
            origin: .gateway
        )
    }

    /// The app was registered without an ASID.
    static let missingASID = PDSRefusal(
        status: .badRequest,
        code: "MISSING_VALUE",
        display: "Required value is missing",
        issueCode: "value",
        diagnostics: "No ASID is associated with your app. Please contact support.",
        origin: .gateway
    )

    /// A write in application-restricted mode; `verb` is `update` or `create`.
    static func forbiddenMethod(_ verb: String) -> PDSRefusal {
        PDSRefusal(
            status: .forbidden,
            code: "INVALID_METHOD",
            display: "Cannot \(verb) resource with application-restricted access token",
            issueCode: "forbidden",
            diagnostics: "Your app has insufficient permissions to use this method. Please contact support.",
            origin: .gateway
        )
    }

    /// A resource that application-restricted mode does not have.
    static func forbiddenOperation(_ method: HTTPRequest.Method) -> PDSRefusal {
        PDSRefusal(
            status: .forbidden,
            code: "ACCESS_DENIED",
            display: "Cannot \(method.rawValue) resource with application-restricted access token",
            issueCode: "forbidden",
            diagnostics: "Your app has insufficient permissions to use this operation. Please contact support.",
            origin: .gateway
        )
    }

    /// 429 with the text of the limit that was passed.
    static func tooManyRequests(_ text: String) -> PDSRefusal {
        PDSRefusal(
            status: .tooManyRequests,
            code: "TOO_MANY_REQUESTS",
            display: "Too many requests",
            issueCode: "value",
            diagnostics: text,
            origin: .gateway
        )
    }

    /// 5xx: the gateway's own body, whatever failed behind it.
    static func unknownError(_ status: HTTPResponse.Status, messageID: String) -> PDSRefusal {
        PDSRefusal(
            status: status,
            code: "UNKNOWN_ERROR",
            display: "Unknown Error",
            issueCode: "unknown",
            diagnostics: """
                An unknown error occurred processing this request. Contact us for assistance diagnosing this issue: \
                https://digital.nhs.uk/developer/help-and-support. (Message ID: \(messageID))
                """,
            origin: .gateway
        )
    }
}
