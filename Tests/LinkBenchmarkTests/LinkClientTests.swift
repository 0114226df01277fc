import Experiment
import Platform
import TestSupport
import Testing

@testable import LinkBenchmark

@Suite("A client whose other side is not what it should be", .timeLimit(.minutes(10)))
struct LinkClientTests {
  private static func problem(_ body: () throws -> Void) -> String {
    do {
      try body()
      return "no problem"
    } catch {
      return "\(error)"
    }
  }

  @Test("Nobody listens there")
  func nobody() throws {
    let stranger = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    let address = stranger.address
    stranger.shutDown()
    let said = Self.problem { try LinkClient(address).probe() }
    #expect(said.hasPrefix("nobody answers at \(address): nobody listens there (ECONNREFUSED)"), "\(said)")
    #expect(said.contains("assay link --serve"))
  }

  @Test("Another protocol answers, and what it says is shown without what a terminal would obey")
  func foreign() throws {
    let ssh = try Stranger { try $0.sendAll(Array("SSH-2.0-\u{1b}[2JOpenSSH_9.2p1\r\n".utf8)) }
    let said = Self.problem { try ssh.client.probe() }
    #expect(
      said.hasPrefix("\(ssh.address) is no link server of assay: it says 'SSH-2.0-.[2JOpen'"), "\(said)")
  }

  @Test("It closes without an answer")
  func closing() throws {
    let door = try Stranger { _ = try $0.receive(exactly: LinkRequest.length, until: .after(.seconds(60))) }
    let said = Self.problem { try door.client.probe() }
    #expect(said.hasPrefix("\(door.address) closed the connection without an answer"), "\(said)")
  }

  @Test("It says nothing: the client does not wait for ever")
  func silent() throws {
    // Accepted by the kernel, and never looked at.
    let listener = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    let said = Self.problem { try LinkClient(listener.address, patience: .milliseconds(20)).probe() }
    #expect(said.hasPrefix("\(listener.address) does not answer in time"), "\(said)")
  }

  @Test("Every answer that is no acceptance is told apart")
  func denied() throws {
    for (status, words) in [
      (LinkReply.Status.busy, "measures with somebody else"), (.refused, "refuses this measurement"),
    ] {
      let server = try Stranger { connection in
        _ = try connection.receive(exactly: LinkRequest.length, until: .after(.seconds(60)))
        try connection.sendAll(LinkReply(status).frame)
      }
      let said = Self.problem { try server.client.probe() }
      #expect(said.contains(words), "\(said)")
    }
  }

  @Test("A receiver that goes away in mid-measurement fails the sample, with the reason")
  func receiverGone() throws {
    let server = try Stranger { connection in
      try Stranger.accept(connection)
      _ = try connection.receive(exactly: 1 << 16, until: .after(.seconds(60)))
      connection.abandon()
    }
    let workload = BandwidthWorkload(
      target: server.target, cpus: Array(try Affinity.current().numbers.prefix(1)), warmUp: 1, window: 600)
    let said = Self.problem {
      _ = try OwnThread.run { try BandwidthWorker(workload).measure(in: WorkerContext()) }
    }
    #expect(said.hasPrefix("the connection to \(server.address) was lost in mid-measurement: "), "\(said)")
  }

  @Test("A receiver that counts more than was sent is not believed")
  func liar() throws {
    let server = try Stranger { connection in
      try Stranger.accept(connection)
      _ = try connection.receive(exactly: 1 << 10, until: .after(.seconds(60)))
      try connection.sendAll(StreamResult(bytes: 1 << 60, nanoseconds: 1, total: 1 << 60).frame)
      var piece = [UInt8](repeating: 0, count: 1 << 16)
      while try connection.receive(into: &piece, count: piece.count) > 0 {}
    }
    let workload = BandwidthWorkload(
      target: server.target, cpus: Array(try Affinity.current().numbers.prefix(1)), warmUp: 0, window: 0)
    let said = Self.problem {
      _ = try OwnThread.run { try BandwidthWorker(workload).measure(in: WorkerContext()) }
    }
    #expect(said.contains("it counted 1152921504606846976 bytes, and "), "\(said)")
  }

  @Test(
    "Messages that do not come back, or come back other than they were",
    arguments: [(false, "the other side ended early"), (true, "a message came back other than it was")])
  func badEcho(answers: Bool, words: String) throws {
    let server = try Stranger { connection in
      try Stranger.accept(connection)
      let message = try connection.receive(exactly: LinkFrames.messageBytes, until: .after(.seconds(60)))
      if answers { try connection.sendAll(message.map { $0 ^ 1 }) }
      connection.shutDown()
    }
    let workload = LatencyWorkload(
      target: server.target, cpu: try #require(try Affinity.current().first), warmUp: 0, window: 600)
    let said = Self.problem {
      _ = try OwnThread.run { try LatencyWorker(workload).measure(in: WorkerContext()) }
    }
    #expect(said.contains(words), "\(said)")
  }
}
