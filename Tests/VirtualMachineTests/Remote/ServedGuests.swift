import Platform
import Synchronization
import TestSupport

@testable import VirtualMachine

/// A guest server of this process on a port of its own; it ends with its owner.
final class ServedGuests: Sendable {
  let server: GuestServer
  private let said = Mutex<[String]>([])
  private let tally = Mutex<NetworkListener.Tally?>(nil)
  private let ended = AwaitedCount()

  init(_ accelerator: Accelerator = .tcg) throws {
    let server = try GuestServer(
      at: NetworkAddress(numeric: "127.0.0.1", port: 0), QEMU(path: ChosenQEMU.path),
      version: QEMUVersion(7, 2),
      AcceleratorChoice(accelerator, reason: "the test says so"))
    self.server = server
    try Thread.startDetached { [self] in
      // A server that fails has no tally, which the test sees.
      let result = try? server.run(idleLimit: .seconds(600)) { line in said.withLock { $0.append(line) } }
      tally.withLock { $0 = result }
      ended.advance()
    }
  }

  /// Ends it; what it has done, and what it said.
  func stop() -> (tally: NetworkListener.Tally?, said: [String]) {
    server.stop()
    _ = ended.wait(whileAt: 0, until: Deadline.after(.seconds(60)).nanoseconds)
    return (tally.withLock { $0 }, said.withLock { $0 })
  }

  /// A connection that speaks as a client does.
  func line() throws -> GuestLine {
    try GuestLine(TCPConnection.connect(to: server.address, until: .after(.seconds(30))))
  }

  /// What it answers to one request on a connection of its own; nil where it says nothing and ends.
  func reply(to request: GuestRequest) throws -> GuestReply? {
    var line = try line()
    try line.send(request)
    return try line.next(GuestReply.self, until: .after(.seconds(60)))
  }

  /// A guest that is small, with one thing changed.
  static func order(_ change: (inout GuestOrder) -> Void = { _ in }) throws -> GuestOrder {
    var order = try GuestOrder(options(), seconds: 300)
    change(&order)
    return order
  }

  static func options() throws -> BeaconGuest.Options {
    BeaconGuest.Options(
      try BeaconSettings(pages: 64, pagesPerBeat: 1, filledWords: 16), qemuPath: ChosenQEMU.path)
  }
}
