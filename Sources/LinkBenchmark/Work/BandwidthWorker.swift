internal import Experiment
internal import Platform
internal import Statistics

/// Measures how many bytes arrive at the other node, by sending them from this process.
struct BandwidthWorker {
  /// Bytes that one call sends at most.
  static let pieceBytes = 128 << 10

  private let workload: BandwidthWorkload

  init(_ workload: BandwidthWorkload) { self.workload = workload }

  /// `link.bandwidth`: what the receiver counted on its own clock, all streams together.
  ///
  /// - Throws: `LinkProblem` where the other node does not answer, or no longer does.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let client = try workload.target.client()
    let request = LinkRequest(
      .stream, token: .random(in: 0 ... .max), streams: workload.cpus.count, warmUp: workload.warmUp,
      window: workload.window)
    // The server's time begins when the last one is there.
    let connections = try workload.cpus.map { _ in try client.open(request) }
    let seconds = workload.warmUp + workload.window
    let results = try context.linkWindow(on: workload.cpus) {
      try PinnedTeam.run(on: workload.cpus) { member in
        try Self.send(through: connections[member.index], seconds: seconds, patience: client.patience)
      }
    }
    return [
      Measurement(
        id: "link.bandwidth",
        labels: workload.target.labels.merging(["streams": String(workload.cpus.count)]) { $1 }, unit: "B/s",
        better: .higher, role: .primary, value: results.reduce(0) { $0 + $1.rate })
    ]
  }

  /// Sends until the receiver tells what it counted, which it does at the end of its window: this began later than that,
  /// so there is no lack of bytes before it ends.
  static func send(
    through connection: TCPConnection, seconds: Double, patience: Duration
  ) throws(LinkProblem) -> StreamResult {
    let piece = noise()
    let end = Deadline.after(.seconds(seconds))
    let latest = Deadline.after(.seconds(seconds) + patience)
    var sent: UInt64 = 0
    let frame: [UInt8]
    do throws(SystemError) {
      repeat {
        sent += UInt64(try connection.send(piece, count: piece.count))
        if end.isOver, try connection.hasReceived() { break }
      } while !latest.isOver
      frame = try connection.receive(exactly: StreamResult.length, until: latest)
    } catch {
      throw .lost(connection.peer, error.cause)
    }
    // What is still on its way counts no more.
    connection.abandon()
    if frame.isEmpty { throw .lost(connection.peer, "the other side ended early") }
    guard let result = StreamResult(frame: frame) else { throw .wrong(connection.peer, "it is no result") }
    guard result.total <= sent else {
      throw .wrong(connection.peer, "it counted \(result.total) bytes, and \(sent) were sent")
    }
    return result
  }

  /// Bytes that no link can make fewer of by compressing them.
  private static func noise() -> [UInt8] {
    var generator = SeededGenerator(seed: 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pieceBytes)
    while bytes.count < pieceBytes {
      let word = generator.next()
      for shift in stride(from: 0, to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
      }
    }
    return bytes
  }
}
