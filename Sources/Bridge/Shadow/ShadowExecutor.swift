import Dispatch

/// Where comparisons are worked on: one thread at a time of their own, so that however many there are to be made, they
/// take no thread from live calls and at most one core.
///
/// - SeeAlso: note N11.
final class ShadowExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "comparing", qos: .background)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { unsafe job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
