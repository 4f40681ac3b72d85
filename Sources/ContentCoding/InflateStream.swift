internal import CZLib

/// One zlib decompressor.
///
/// Safe: its state is owned here alone and never moves, and zlib sees the buffers of one call only.
@safe final class InflateStream {
    /// The wrapping of the deflate stream, as zlib's number for it.
    enum Wrapping: Int32 {
        case gzip = 31
        case zlib = 15
        case bare = -15
    }

    private let stream: UnsafeMutablePointer<z_stream>

    private init(_ wrapping: Wrapping) throws(ContentCodingError) {
        unsafe stream = .allocate(capacity: 1)
        unsafe stream.initialize(to: z_stream())
        guard unsafe czlib_inflate_init(stream, wrapping.rawValue) == Z_OK else {
            unsafe stream.deallocate()
            throw .outOfMemory
        }
    }

    deinit {
        unsafe inflateEnd(stream)
        unsafe stream.deallocate()
    }

    /// Decodes `bytes`, all members of them, into `limit` bytes at the most.
    static func decode(
        _ bytes: [UInt8],
        as wrapping: Wrapping,
        limit: Int
    ) throws(ContentCodingError) -> [UInt8] {
        var input = bytes
        var output: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        var used = 0
        let stream = try InflateStream(wrapping)
        repeat {
            // One state and one copy of the bytes for all members: there may be as many as twenty bytes make.
            stream.reset()
            used += try stream.decodeMember(&input, from: used, through: &buffer, into: &output, limit: limit)
            // RFC 1952 §2.2: a gzip file is a series of members.
        } while wrapping == .gzip && input.dropFirst(used).starts(with: [0x1F, 0x8B])
        return output
    }

    /// Makes the decompressor ready for another stream.
    private func reset() { unsafe inflateReset(stream) }

    /// Decodes the stream at `start`; returns the number of bytes that it took.
    private func decodeMember(
        _ input: inout [UInt8],
        from start: Int,
        through buffer: inout [UInt8],
        into output: inout [UInt8],
        limit: Int
    ) throws(ContentCodingError) -> Int {
        var used = start
        while true {
            let (status, taken, made) = step(&input, from: used, into: &buffer)
            used += taken
            guard output.count + made <= limit else { throw .tooLarge }
            output += buffer.prefix(made)
            switch status {
            case Z_STREAM_END: return used - start
            // No progress: the bytes end before the stream does.
            case Z_OK where taken > 0 || made > 0: continue
            case Z_MEM_ERROR: throw .outOfMemory
            default: throw .broken
            }
        }
    }

    private func step(
        _ input: inout [UInt8],
        from offset: Int,
        into buffer: inout [UInt8]
    ) -> (status: Int32, taken: Int, made: Int) {
        unsafe input.withUnsafeMutableBufferPointer { input in
            unsafe buffer.withUnsafeMutableBufferPointer { buffer in
                let inputLeft = UInt32(clamping: input.count - offset)
                let room = UInt32(clamping: buffer.count)
                unsafe stream.pointee.next_in = input.baseAddress.map { unsafe $0 + offset }
                unsafe stream.pointee.avail_in = inputLeft
                unsafe stream.pointee.next_out = buffer.baseAddress
                unsafe stream.pointee.avail_out = room
                let status = unsafe inflate(stream, Z_NO_FLUSH)
                return unsafe (
                    status, Int(inputLeft - stream.pointee.avail_in), Int(room - stream.pointee.avail_out)
                )
            }
        }
    }
}
