// Compiled by Scripts/fuzz.sh into one module with the reader of answers' heads and their writer.

/// Reads whatever comes as the head of an answer; what is written of an accepted one, and of anything else, has to be
/// one head.
@_cdecl("LLVMFuzzerTestOneInput")
public func readHead(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let document = unsafe Array(UnsafeBufferPointer(start: start, count: count))
    let lines = document.split(separator: 0x0A, omittingEmptySubsequences: false).map { Array($0) + [0x0A] }
    // Any text in place of a name and a value, whatever the reader says of it.
    let name = String(decoding: lines[0], as: UTF8.self)
    checkForm(written([(name, document), ("X-Last", [0x31])], status: Int(lines[0].first ?? 0) * 5))

    var head = AnswerHead()
    for line in lines where !head.isComplete {
        guard (try? head.take(line)) != nil else { return 0 }
    }
    guard head.isComplete else { return 0 }
    let bytes = written(head.fields, status: head.status)
    checkForm(bytes)
    var read = AnswerHead()
    for line in bytes.split(separator: 0x0A).map({ Array($0) + [0x0A] }) {
        guard (try? read.take(line)) != nil else { preconditionFailure("what was written is refused") }
    }
    precondition(read.isComplete && read.status == head.status, "what was written is another head")
    let framing = [
        "connection", "content-length", "keep-alive", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade",
    ]
    let kept = { (fields: [(name: String, value: [UInt8])]) in
        fields.filter { !framing.contains($0.name.lowercased()) }.map { Array($0.name.utf8) + [0x3A] + $0.value }
    }
    precondition(kept(read.fields) == kept(head.fields), "a field is another")
    return 0
}

private func written(_ fields: [(name: String, value: [UInt8])], status: Int) -> [UInt8] {
    AnswerHeadWriter.head(status: status, reason: "R", isOld: false, fields: fields, length: 7, isKept: true)
}

/// Stops unless `bytes` are the lines of one head and end with it.
private func checkForm(_ bytes: [UInt8]) {
    precondition(bytes.suffix(4) == [0x0D, 0x0A, 0x0D, 0x0A], "the head does not end")
    let lines = bytes.dropLast(4).split(separator: 0x0A, omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() {
        let text = number == lines.count - 1 ? line : line.dropLast()
        precondition(number == lines.count - 1 || line.last == 0x0D, "a line ends without CR LF")
        precondition(!text.isEmpty && text.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F }, "a line is no field")
    }
    let lengths = lines.count { String(decoding: $0, as: UTF8.self).lowercased().hasPrefix("content-length:") }
    precondition(lengths <= 1, "the length stands twice")
}
