// Compiled into one module with Sources/XMLTree by Scripts/fuzz.sh.

/// Reads whatever comes; what is accepted has to come back from what is written of it.
@_cdecl("LLVMFuzzerTestOneInput")
public func readXML(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let document = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    guard let tree = try? XMLDocument.parse(document) else { return 0 }
    let written = XMLWriter.serialize(tree)
    do {
        let read = try XMLDocument.parse(written)
        precondition(read == tree && XMLWriter.serialize(read) == written, "what was written is another tree")
        precondition(read.canonical == tree.canonical.canonical, "there are two canonical forms")
    } catch .tooLarge {
        // Escaping may make a document longer than the limit.
    } catch {
        preconditionFailure("what was written is refused: \(error)")
    }
    return 0
}
