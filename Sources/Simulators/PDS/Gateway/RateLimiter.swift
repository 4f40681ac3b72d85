import FoundationEssentials
import Synchronization

/// Counts the requests of each app and of all, token requests included, in rolling windows.
///
/// A request that is refused is not counted.
final class RateLimiter: Sendable {
    private struct Windows {
        var quotas: [String: RollingWindow] = [:]
        var spikes: [String: RollingWindow] = [:]
        var pool: RollingWindow
    }

    private let windows: Mutex<Windows>

    /// A limiter with at most `pool` requests of all apps together in a minute; nil: no such limit.
    init(pool: Int?) {
        self.windows = Mutex(Windows(pool: RollingWindow(limit: pool, length: 60)))
    }

    /// Counts a request of `app`, nil if callers are not distinguished; returns the limit that refuses it, if any.
    func admit(_ app: RegisteredApp?, at time: Date) -> RateLimit? {
        windows.withLock { windows in
            guard let app else {
                guard windows.pool.hasRoom(at: time) else { return .wholeAPI }
                windows.pool.count(time)
                return nil
            }
            var quota = windows.quotas[app.apiKey] ?? RollingWindow(limit: app.quotaPerMinute, length: 60)
            var spike = windows.spikes[app.apiKey] ?? RollingWindow(limit: app.spikePerSecond, length: 1)
            guard quota.hasRoom(at: time) else { return .quota }
            guard spike.hasRoom(at: time) else { return .spike }
            guard windows.pool.hasRoom(at: time) else { return .wholeAPI }
            quota.count(time)
            spike.count(time)
            windows.pool.count(time)
            windows.quotas[app.apiKey] = quota
            windows.spikes[app.apiKey] = spike
            return nil
        }
    }
}

/// At most `limit` moments in any stretch of `length` seconds.
struct RollingWindow {
    /// nil: no limit, and nothing is kept.
    let limit: Int?
    let length: TimeInterval
    private var moments: [Date] = []
    /// Moments before this index have left the window.
    private var start = 0

    init(limit: Int?, length: TimeInterval) {
        self.limit = limit
        self.length = length
    }

    /// True if one more request fits at `time`.
    mutating func hasRoom(at time: Date) -> Bool {
        guard let limit else { return true }
        while start < moments.count, time.timeIntervalSince(moments[start]) >= length { start += 1 }
        if start > moments.count / 2 {
            moments.removeFirst(start)
            start = 0
        }
        return moments.count - start < limit
    }

    /// Counts a moment.
    mutating func count(_ time: Date) {
        guard limit != nil else { return }
        moments.append(time)
    }
}
