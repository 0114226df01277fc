import Platform
import TestSupport
import Testing

@testable import VirtualMachine

/// Guests that another node orders: what is held, what is refused, and that nothing is left.
@Suite(
  .enabled(
    if: (try? QEMU(path: ChosenQEMU.path)) != nil, "QEMU is not installed: apt-get install qemu-system-x86"))
struct GuestServerTests {
  @Test("Who looks is told what runs guests, and where migrations arrive")
  func look() throws {
    let served = try ServedGuests()
    let host = try GuestServer.look(at: served.server.address)
    #expect(host == served.server.host)
    #expect(host.migrationPort == served.server.address.port + 1)
    #expect(host.accelerator == .tcg)
    #expect(served.stop().tally == NetworkListener.Tally(answered: 1, failed: 0))
  }

  @Test("A guest is held, looked at and ended with the connection that ordered it")
  func held() throws {
    let served = try ServedGuests()
    let address = served.server.address
    try OwnThread.run {
      let guest = try BeaconGuest(at: address, ServedGuests.options(), holding: 300, within: .seconds(60))
      #expect(guest.isElsewhere)
      #expect(guest.process.ended == nil)
      #expect(Files.exists("/proc/\(guest.process.identifier)"))
      #expect(try guest.monitor.queryStatus().status == "inmigrate")
      let difference = try #require(try guest.clockDifference())
      // Both clocks are this host's.
      #expect(Double(abs(difference.nanoseconds)) * 1e-9 <= difference.errorBound + 0.001)
      #expect(difference.roundTrip > 0)
      guest.end()
      #expect(!Files.exists("/proc/\(guest.process.identifier)"))
      guest.end()
    }
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 0), "\(said)")
  }

  @Test("A QEMU that ends by itself says so, with its last words")
  func endedByItself() throws {
    let served = try ServedGuests()
    let address = served.server.address
    try OwnThread.run {
      let guest = try BeaconGuest(at: address, ServedGuests.options(), holding: 300, within: .seconds(60))
      #expect(throws: Never.self) { try guest.monitor.quit(within: .seconds(60)) }
      #expect(guest.process.wait(until: .after(.seconds(60))) == .exited(0))
      #expect(guest.process.ended == .exited(0))
    }
    #expect(served.stop().said.contains { $0.contains("QEMU ended with code 0") })
  }

  @Test("A guest whose time is over is ended, whoever holds its connection")
  func overdue() throws {
    let served = try ServedGuests()
    let address = served.server.address
    try OwnThread.run {
      let guest = try BeaconGuest(at: address, ServedGuests.options(), holding: 0.5, within: .seconds(60))
      _ = guest.process.wait(until: .after(.seconds(60)))
      #expect(guest.process.lastLines(1).first?.contains("ended") == true)
      #expect(throws: MonitorError.self) { try guest.monitor.stop() }
    }
    #expect(served.stop().said.contains { $0.contains("its guest was ended after 0 s") })
  }

  @Test("Orders that cannot be filled are refused with the reason")
  func refused() throws {
    let served = try ServedGuests()
    let cases: [(GuestOrder, String)] = [
      (try ServedGuests.order { $0.accelerator = .kvm }, "two of a kind"),
      (try ServedGuests.order { $0.pages = -1 }, "-1 pages"),
      (try ServedGuests.order { $0.interval = 0 }, "a beat every 0.0 s"),
      (try ServedGuests.order { $0.megabytes = 1 << 24 }, "MiB of memory"),
      (try ServedGuests.order { $0.megabytes = .max }, "cannot have"),
      (try ServedGuests.order { $0.megabytes = -1 }, "cannot have -1 MiB"),
      (try ServedGuests.order { $0.seconds = 0 }, "held for 0.0 s"),
      (try ServedGuests.order { $0.seconds = .infinity.nextDown }, "held for"),
    ]
    for (order, words) in cases {
      guard case .refused(let reason)? = try served.reply(to: .hold(order)) else {
        Issue.record("not refused: \(order)")
        continue
      }
      #expect(reason.contains(words), "\(reason)")
    }
    #expect(served.stop().tally == NetworkListener.Tally(answered: 0, failed: cases.count))
  }

  @Test("A guest with no room for its pages is refused by the one who orders it")
  func noRoom() throws {
    let served = try ServedGuests()
    let address = served.server.address
    try OwnThread.run {
      var options = try ServedGuests.options()
      options.megabytes = 4
      let error = #expect(throws: TwinError.self) {
        try BeaconGuest(at: address, options, holding: 300, within: .seconds(60))
      }
      #expect(error?.description.contains("no room") == true)
    }
    _ = served.stop()
  }

  @Test("What comes at the wrong time, of another version or from a stranger is turned away")
  func strangers() throws {
    let served = try ServedGuests()
    for request in [
      GuestRequest.look(version: 99), .clock, .file, .check, .join(ticket: "x", channel: .beats),
    ] {
      guard case .refused? = try served.reply(to: request) else {
        Issue.record("not refused: \(request)")
        continue
      }
    }
    let stranger = try TCPConnection.connect(to: served.server.address, until: .after(.seconds(30)))
    try stranger.sendAll(Array("GET / HTTP/1.0\r\n\r\n".utf8))
    _ = try stranger.receive(exactly: 1, until: .after(.seconds(60)))
    let long = try TCPConnection.connect(to: served.server.address, until: .after(.seconds(30)))
    try long.sendAll([UInt8](repeating: 0x20, count: GuestMessages.longestLine + 1))
    // It is closed with something unread.
    _ = try? long.receive(exactly: 1, until: .after(.seconds(60)))
    #expect(try GuestServer.look(at: served.server.address) == served.server.host)
    let (tally, said) = served.stop()
    #expect(tally == NetworkListener.Tally(answered: 1, failed: 7))
    #expect(said.contains { $0.contains("no message of a guest server") })
    #expect(said.contains { $0.contains("a line of more than") })
  }

  @Test("Nobody at the address, and somebody else, are told apart")
  func nobody() throws {
    let gone = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    gone.shutDown()
    #expect(throws: SystemError.self) { try GuestServer.look(at: gone.address) }
    let other = try NetworkListener(at: NetworkAddress(numeric: "127.0.0.1", port: 0))
    try Thread.startDetached {
      // What the client thinks of it is what is tested.
      if let connection = try? other.accept(until: .after(.seconds(60))) {
        try? connection.sendAll(Array("220 mail.example.org\n".utf8))
      }
    }
    let error = #expect(throws: (any Error).self) { try GuestServer.look(at: other.address) }
    #expect("\(try #require(error))".contains("no message of a guest server"))
  }
}
