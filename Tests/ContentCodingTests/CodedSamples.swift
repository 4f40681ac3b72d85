import Foundation

/// A text and its coded forms, as zlib 1.2.13 at level 9 makes them.
enum CodedSamples {
    /// The text of the coded forms.
    static let text = Array(("<a>" + (0..<60).map { "<b n='\($0)'>x\($0 * $0)</b>" }.joined() + "</a>").utf8)

    static let gzip = bytes(
        """
        H4sIAAAAAAACA1WTS5KDQAxDrzK7LNP+ddNVDHdJDpD1HH9aIlWIpcDYz7LYX8f+/vn8Ptrj+Gv78/2VtqRd0pfMS8aS85KJ
        4n7pWtrr0n3pkPcD3eT7beku7efSm0w3wFlTPPK51gDRUrpYEEvmGEGnkBhRldU64bUGuL5pHwCH66zJFdUxMKcyO5gztYa2
        btLHwVwusxzMNYTHwdyV2cHcbzVgHrc+YB63WbRZeQLMU5kDzFP3CvrcdPmg0U0dCjptamMUT6bc0flIDxIAt9CrxXZeVicC
        3Urvn8xIV/hkSLomKUk/NGxJ+k3zmGdONLLJoDSlTybFNPjJqHjTXqD3aDoR9J5NuKoxdUpfoPd+qwK9D+1VwXDqxAK9z9sP
        Cfq40Rd/StMda5yx1l5Meqhfxajn19Xn6/gH3epT9EMEAAA=
        """
    )

    static let zlib = bytes(
        """
        eNpVk0uSg0AMQ68yuyzT/nXTVQx3SQ6Q9Rx/WiJViKXA2M+y2F/H/v75/D7a4/hr+/P9lbakXdKXzEvGkvOSieJ+6Vra69J9
        6ZD3A93k+23pLu3n0ptMN8BZUzzyudYA0VK6WBBL5hhBp5AYUZXVOuG1Bri+aR8Ah+usyRXVMTCnMjuYM7WGtm7Sx8FcLrMc
        zDWEx8HcldnB3G81YB63PmAet1m0WXkCzFOZA8xT9wr63HT5oNFNHQo6bWpjFE+m3NH5SA8SALfQq8V2XlYnAt1K75/MSFf4
        ZEi6JilJPzRsSfpN85hnTjSyyaA0pU8mxTT4yah4016g92g6EfSeTbiqMXVKX6D3fqsCvQ/tVcFw6sQCvc/bDwn6uNEXf0rT
        HWucsdZeTHqoX8Wo59fV5+v4B6puD4o=
        """
    )

    static let bare = bytes(
        """
        VZNLkoNADEOvMrss0/5101UMd0kOkPUcf1oiVYilwNjPsthfx/7++fw+2uP4a/vz/ZW2pF3Sl8xLxpLzkonifula2uvSfemQ
        9wPd5Ptt6S7t59KbTDfAWVM88rnWANFSulgQS+YYQaeQGFGV1TrhtQa4vmkfAIfrrMkV1TEwpzI7mDO1hrZu0sfBXC6zHMw1
        hMfB3JXZwdxvNWAetz5gHrdZtFl5AsxTmQPMU/cK+tx0+aDRTR0KOm1qYxRPptzR+UgPEgC30KvFdl5WJwLdSu+fzEhX+GRI
        uiYpST80bEn6TfOYZ040ssmgNKVPJsU0+MmoeNNeoPdoOhH0nk24qjF1Sl+g936rAr0P7VXBcOrEAr3P2w8J+rjRF39K0x1r
        nLHWXkx6qF/FqOfX1efr+Ac=
        """
    )

    /// 200,000 bytes of nought as gzip: a ratio of nearly a thousand.
    static let noughts = bytes(
        """
        H4sIAAAAAAACA+3BMQEAAADCoPVPbQZ/oAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
        AACA1wB7WOBcQA0DAA==
        """
    )

    private static func bytes(_ base64: String) -> [UInt8] {
        Array(Data(base64Encoded: base64, options: .ignoreUnknownCharacters) ?? Data())
    }
}
