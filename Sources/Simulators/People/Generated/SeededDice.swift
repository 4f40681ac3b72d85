/// Dice that fall the same way for the same seed, on every machine and with every version of Swift.
///
/// SplitMix64; the standard library's own ways of drawing from a generator are not promised to stay as they are.
struct SeededDice {
    private var state: UInt64

    /// Dice of one seed and one purpose, such as the position of a person.
    init(seed: UInt64, purpose: UInt64) {
        state = seed
        let mixed = next()
        state = mixed ^ purpose
    }

    /// The next 64 bits.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }

    /// A number of the range.
    mutating func number(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(next() % UInt64(range.count))
    }

    /// True this often of a thousand.
    mutating func falls(_ perThousand: Int) -> Bool {
        number(1...1_000) <= perThousand
    }

    /// One of `values`.
    mutating func one<Value>(of values: [Value]) -> Value {
        values[number(0...(values.count - 1))]
    }

    /// One of the values, each as likely as its weight; there is at least one.
    mutating func one<Value>(weighted values: [(weight: Int, value: Value)]) -> Value {
        var roll = number(1...values.reduce(0) { $0 + $1.weight })
        for (weight, value) in values.dropLast() {
            guard roll > weight else { return value }
            roll -= weight
        }
        return values[values.count - 1].value
    }

    /// A day from the first of January of one year to the 28th of December of another, `yyyy-mm-dd`.
    mutating func day(_ years: ClosedRange<Int>) -> String {
        "\(number(years))-\(Self.padded(number(1...12), 2))-\(Self.padded(number(1...28), 2))"
    }

    /// `number` in decimal, with zeros in front up to `count` digits.
    static func padded(_ number: Int, _ count: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, count - digits.count)) + digits
    }
}
