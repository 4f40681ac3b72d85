import Foundation
import NHSIdentifiers
import Testing

/// A byte order mark is no part of what is read (D72).
@Suite struct ByteOrderMarkTests {
    @Test("one mark in front is skipped, and no other byte")
    func skipped() {
        #expect(Array([0xEF, 0xBB, 0xBF, 0x61] as [UInt8]).withoutByteOrderMark.elementsEqual([0x61]))
        #expect(Array([0xEF, 0xBB, 0xBF, 0xEF, 0xBB, 0xBF] as [UInt8]).withoutByteOrderMark.count == 3)
        #expect(Array([0xEF, 0xBB] as [UInt8]).withoutByteOrderMark.elementsEqual([0xEF, 0xBB]))
        #expect(Array([0x61, 0xEF, 0xBB, 0xBF] as [UInt8]).withoutByteOrderMark.count == 4)
        #expect(Array([] as [UInt8]).withoutByteOrderMark.isEmpty)
    }

    @Test("a file of PEM is read without its mark")
    func pem() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try Data("\u{FEFF}-----BEGIN CERTIFICATE-----\n".utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        #expect(try String(decoding: PEMFile.bytes(file.path), as: UTF8.self) == "-----BEGIN CERTIFICATE-----\n")
    }
}
