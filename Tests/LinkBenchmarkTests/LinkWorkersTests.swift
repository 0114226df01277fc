import Experiment
import Platform
import Statistics
import TestSupport
import Testing

@testable import LinkBenchmark

@Suite("A link over the loopback", .timeLimit(.minutes(10)))
struct LinkWorkersTests {
  private static func cpus(_ count: Int) throws -> [Int] {
    Array(try Affinity.current().numbers.prefix(count))
  }

  @Test("What the receiver counted, all streams together", arguments: [1, 2])
  func bandwidth(streams: Int) throws {
    let served = try ServedLink()
    let cpus = try Self.cpus(streams)
    let workload = BandwidthWorkload(target: served.target, cpus: cpus, warmUp: 0.01, window: 0.03)
    let found = try OwnThread.run { try BandwidthWorker(workload).measure(in: WorkerContext()) }
    #expect(found.map(\.id) == ["link.bandwidth"])
    let measured = try #require(found.first)
    #expect(measured.labels == ["from": "n1", "to": "n2", "streams": "\(cpus.count)"])
    #expect(measured.unit == "B/s" && measured.better == .higher && measured.role == .primary)
    #expect(measured.value > 0 && measured.value.isFinite)
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 0), "\(said)")
    #expect(
      said.count == 1 && said[0].contains(cpus.count == 1 ? "bandwidth, 1 stream" : "bandwidth, 2 streams"))
  }

  @Test("A window of no time still ends with a result")
  func noTime() throws {
    let served = try ServedLink()
    let workload = BandwidthWorkload(target: served.target, cpus: try Self.cpus(1), warmUp: 0, window: 0)
    let found = try OwnThread.run { try BandwidthWorker(workload).measure(in: WorkerContext()) }
    #expect(try #require(found.first).value > 0)
  }

  @Test("The receiver's bytes are among those that were sent, those of the window among all")
  func bytesAddUp() throws {
    let served = try ServedLink()
    let request = LinkRequest(.stream, token: 5, streams: 1, warmUp: 0.01, window: 0.02)
    let connection = try served.client.open(request)
    let result = try OwnThread.run {
      try BandwidthWorker.send(through: connection, seconds: 0.03, patience: .seconds(30))
    }
    #expect(result.bytes > 0 && result.bytes <= result.total)
    #expect(result.nanoseconds > 0)
  }

  @Test("Round trips, with their distribution")
  func latency() throws {
    let served = try ServedLink()
    let workload = LatencyWorkload(
      target: served.target, cpu: try #require(try Self.cpus(1).first), warmUp: 0.001, window: 0.01)
    let found = try OwnThread.run { try LatencyWorker(workload).measure(in: WorkerContext()) }
    let median = try #require(found.first { $0.labels["quantile"] == "p50" })
    #expect(median.id == "link.latency" && median.unit == "s" && median.better == .lower)
    #expect(median.role == .primary && median.value > 0)
    #expect(median.labels["from"] == "n1" && median.labels["to"] == "n2")
    let all = try #require(median.histogram.flatMap(LatencyHistogram.init(encoded:)))
    #expect(all.total >= UInt64(LatencyWorker.fewest))
    #expect(found.filter { $0.role == .primary }.count == 1)
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 0), "\(said)")
  }

  @Test("Connections that are made, each answered by the server")
  func connect() throws {
    let served = try ServedLink()
    let workload = ConnectWorkload(
      target: served.target, cpu: try #require(try Self.cpus(1).first), window: 0.001)
    let found = try OwnThread.run { try ConnectWorker(workload).measure(in: WorkerContext()) }
    let median = try #require(found.first { $0.labels["quantile"] == "p50" })
    #expect(median.id == "link.connect" && median.role == .informational && median.value > 0)
    let all = try #require(median.histogram.flatMap(LatencyHistogram.init(encoded:)))
    let (tally, said) = served.stop()
    #expect(tally?.failed == 0, "\(said)")
    #expect(tally.map { UInt64($0.answered) } == all.total + 1)
  }
}
