// Compiled into one module with Sources/ContentCoding by Scripts/fuzz.sh.

/// Decodes whatever comes, in every coding; what comes of it is within the limits.
@_cdecl("LLVMFuzzerTestOneInput")
public func decode(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let coded = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    for coding in [ContentCoding.gzip, .deflate] {
        guard let decoded = try? coding.decode(coded) else { continue }
        precondition(decoded.count <= ContentCodingLimits.standard.decodedBytes(of: count), "more than the limit")
        precondition((try? coding.decode(coded)) == decoded, "decoded twice, it is something else")
    }
    return 0
}
