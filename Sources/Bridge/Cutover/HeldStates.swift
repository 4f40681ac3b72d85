import Synchronization

/// States outside a running bridge, for changes made on the files.
public final class HeldStates: Sendable {
    private let states: Mutex<CutoverStates>

    /// Holds `states`.
    public init(_ states: CutoverStates) {
        self.states = Mutex(states)
    }

    /// The states now.
    public var value: CutoverStates {
        get { states.withLock { $0 } }
        set { states.withLock { $0 = newValue } }
    }
}
