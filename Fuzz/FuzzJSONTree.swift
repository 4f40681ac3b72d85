// Compiled into one module with Sources/JSONTree by Scripts/fuzz.sh.

/// Reads whatever comes; what is accepted has to come back from what is written of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func readJSON(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let document = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let tree = try? JSONValue.parse(document) else { return 0 }
    let written = tree.serialized()
    do {
        let read = try JSONValue.parse(written)
        precondition(read == tree && read.serialized() == written, "what was written is another tree")
        precondition(read.leaves().count == tree.leaves().count, "there are other leaves")
    } catch .tooLarge {
        // Escaping may make a document longer than the limit.
    } catch {
        preconditionFailure("what was written is refused: \(error)")
    }
    return 0
}
