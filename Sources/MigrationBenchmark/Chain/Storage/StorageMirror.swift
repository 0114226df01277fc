internal import Platform
internal import VirtualMachine

/// A disk on its way: the source's QEMU copies it to the destination's over NBD and follows every write, until the guest
/// stands still and both sides are alike (QEMU's docs/interop/live-block-operations.rst).
final class StorageMirror {
  private static let job = "mirror"
  private static let target = "mirror-target"
  /// QEMU says that it is ready, or its jobs are looked at again.
  private static let pause: Duration = .milliseconds(20)
  /// Until a job that is told to end has ended.
  private static let ending: Duration = .seconds(10)

  private let source, destination: QMPConnection
  private let address: String
  private let port: UInt16
  private(set) var isRunning = false

  /// - Parameters:
  ///   - address: the destination's, in the network that both QEMUs are in.
  init(from source: QMPConnection, to destination: QMPConnection, at address: String, port: UInt16) {
    self.source = source
    self.destination = destination
    self.address = address
    self.port = port
  }

  /// Begins to copy.
  func start() throws(MonitorError) {
    try destination.startNBDServer(at: address, port: port)
    try destination.exportNode(GuestDisk.node)
    try source.addNBDNode(Self.target, to: address, port: port, export: GuestDisk.node)
    try source.mirror(GuestDisk.node, to: Self.target, job: Self.job)
    isRunning = true
  }

  /// Waits until all is copied, or the time is over.
  ///
  /// - Returns: the share that is alike at both ends, 0 to 1.
  /// - Throws: `MigrationError` when the copying broke off, or an end was asked for; `MonitorError`.
  func follow(until deadline: Deadline, _ interruption: Interruption) throws -> Double {
    while true {
      guard let job = try source.queryBlockJobs().first(where: { $0.device == Self.job }) else {
        isRunning = false
        let reason = try source.awaitEnd(ofBlockJob: Self.job, within: Self.ending)
        throw MigrationError(.failed, "copying the disk broke off: \(reason ?? "QEMU gave no reason")")
      }
      if job.ready || deadline.isOver { return job.share }
      if interruption.isRequested { throw MigrationError.interrupted }
      do { _ = try source.event(named: "BLOCK_JOB_READY", within: Self.pause) } catch {
        guard case .timeLimit = error else { throw error }
      }
    }
  }

  /// Ends it with both sides alike: while the guest stands still, before the destination takes over.
  func finish() throws {
    try source.cancelBlockJob(Self.job)
    if let reason = try source.awaitEnd(ofBlockJob: Self.job, within: Self.ending) {
      throw MigrationError(.failed, "the disk was not copied to its end: \(reason)")
    }
    isRunning = false
    try source.removeNode(Self.target)
    try destination.stopNBDServer()
  }

  /// Lets go of it where the guest stays: the disk at the destination is worth nothing then. What is gone already, as the
  /// destination may be, needs nothing.
  func abandon() {
    if isRunning {
      try? source.cancelBlockJob(Self.job, force: true)
      let deadline = Deadline.after(Self.ending)
      while let jobs = try? source.queryBlockJobs(), jobs.contains(where: { $0.device == Self.job }),
        !deadline.isOver
      {
        _ = try? source.event(named: "BLOCK_JOB_CANCELLED", within: Self.pause)
      }
      isRunning = false
    }
    try? source.removeNode(Self.target)
    try? destination.stopNBDServer()
  }
}
