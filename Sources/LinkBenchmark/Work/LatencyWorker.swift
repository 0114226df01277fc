internal import Experiment
internal import Platform
internal import Statistics

/// Measures how long a small message takes to the other node and back, in this process.
struct LatencyWorker {
  /// Round trips that are taken at least, however short the window is: fewer support no quantile.
  static let fewest = 10

  private let workload: LatencyWorkload

  init(_ workload: LatencyWorkload) { self.workload = workload }

  /// `link.latency`: whole round trips of 64 bytes in each direction, the next message sent when the last one is back. It
  /// tells what an idle link takes: there is no rate that messages were to keep, so none is late.
  ///
  /// - Throws: `LinkProblem` where the other node does not answer, or no longer does.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    let client = try workload.target.client()
    let connection = try client.open(
      LinkRequest(.echo, warmUp: workload.warmUp, window: workload.window))
    let recorders = try context.linkWindow(on: [workload.cpu]) {
      try PinnedTeam.run(on: [workload.cpu]) { _ in
        let recorder = LatencyRecorder()
        try Self.exchange(over: connection, workload, into: recorder, patience: client.patience)
        return recorder
      }
    }
    connection.abandon()
    var all = LatencyHistogram()
    for recorder in recorders { all.merge(recorder.recorded) }
    return LatencyMeasurements.of(
      all, id: "link.latency", labels: workload.target.labels, primary: ["p50"])
  }

  private static func exchange(
    over connection: TCPConnection, _ workload: LatencyWorkload, into recorder: LatencyRecorder,
    patience: Duration
  ) throws(LinkProblem) {
    let warm = Clock.now() + UInt64(workload.warmUp * 1e9)
    let end = warm + UInt64(workload.window * 1e9)
    var message = [UInt8](repeating: 0, count: LinkFrames.messageBytes)
    var answer = message
    var number: UInt64 = 0
    var counted = 0
    var now: UInt64
    repeat {
      number += 1
      // No message is like the one before: an answer that is late is no answer to the next.
      for place in 0..<8 { message[place] = UInt8(truncatingIfNeeded: number >> UInt64(8 * place)) }
      let sent = Clock.now()
      do throws(SystemError) {
        var bytes = try connection.send(message, count: message.count)
        if bytes < message.count { try connection.sendAll(Array(message[bytes...])) }
        bytes = try connection.receive(into: &answer, count: answer.count)
        if bytes > 0, bytes < answer.count {
          // In pieces, which so small a message hardly ever is.
          let rest = try connection.receive(exactly: answer.count - bytes, until: .after(patience))
          answer.replaceSubrange(bytes..<bytes + rest.count, with: rest)
          bytes += rest.count
        }
        now = Clock.now()
        if bytes < answer.count { answer = [] }
      } catch {
        throw .lost(connection.peer, error.cause)
      }
      if answer.isEmpty { throw .lost(connection.peer, "the other side ended early") }
      guard answer == message else {
        throw .wrong(connection.peer, "a message came back other than it was")
      }
      if sent >= warm {
        recorder.record(now - sent, at: now)
        counted += 1
      }
    } while now < end || counted < fewest
  }
}
