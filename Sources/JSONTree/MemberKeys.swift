/// The keys of an object met so far.
///
/// Few keys are compared one by one, which needs no hashing; many are kept in a set, so that a hostile object costs
/// no more than its length.
struct MemberKeys {
    private var few: [String] = []
    private var many: Set<String> = []

    /// Takes `key`; whether it is the first like it.
    ///
    /// Keys are alike when Swift's strings are equal, so that keys which differ in their bytes but are canonically
    /// equivalent are alike too: looking one up could not tell them apart.
    mutating func insert(_ key: String) -> Bool {
        guard few.count == 16 else {
            guard !few.contains(key) else { return false }
            few.append(key)
            return true
        }
        return !few.contains(key) && many.insert(key).inserted
    }
}
