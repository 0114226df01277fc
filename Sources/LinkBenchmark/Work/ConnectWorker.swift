internal import Experiment
internal import Platform
internal import Statistics

/// Measures how long a connection to the other node takes to be made, in this process.
struct ConnectWorker {
  /// Connections that are made at least: fewer support no quantile.
  static let fewest = 10
  /// Connections that are made at most: each takes a port of this node.
  static let most = 2_000

  private let workload: ConnectWorkload

  init(_ workload: ConnectWorkload) { self.workload = workload }

  /// `link.connect`: from the call to the connection, the way there and back included; what is said over it afterwards
  /// only keeps the server from being overrun.
  ///
  /// - Throws: `LinkProblem` where the other node does not answer, or no longer does.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let workload = workload
    let client = try workload.target.client()
    // Names, routes and neighbours are known from then on.
    try client.probe()
    let recorders = try context.linkWindow(on: [workload.cpu]) {
      try PinnedTeam.run(on: [workload.cpu]) { _ in
        let recorder = LatencyRecorder()
        try Self.connect(client, seconds: workload.window, into: recorder)
        return recorder
      }
    }
    var all = LatencyHistogram()
    for recorder in recorders { all.merge(recorder.recorded) }
    return LatencyMeasurements.of(all, id: "link.connect", labels: workload.target.labels)
  }

  private static func connect(
    _ client: LinkClient, seconds: Double, into recorder: LatencyRecorder
  ) throws(LinkProblem) {
    let end = Deadline.after(.seconds(seconds))
    var made = 0
    repeat {
      let start = Clock.now()
      let connection = try client.connect()
      let now = Clock.now()
      recorder.record(now - start, at: now)
      made += 1
      try client.ask(LinkRequest(.probe), on: connection)
      // Without it the port would be kept for a minute.
      connection.abandon()
    } while made < most && (!end.isOver || made < fewest)
  }
}
