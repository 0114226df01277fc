import MigrationBenchmark
import Platform
import TestSupport
import Testing
import VirtualMachine

/// The real guest under TCG. `.serialized`: two at once would share the host's CPUs.
@Suite(.serialized, .enabled(if: LinuxMachine.missing == nil, "\(LinuxMachine.missing ?? "")"))
struct LinuxGuestRunTests {
  /// What must come comes within this time also on a busy machine.
  private static let patience = 120.0
  private static let hops = 5

  private static var kernel: Kernel {
    get async throws { try await KernelCache().kernel() }
  }

  @Test(arguments: [0.0, 2, 8])
  func itMigratesAndItsMemoryStaysRight(_ pagesPerBeat: Double) async throws {
    let kernel = try await Self.kernel
    try OwnThread.run {
      let settings = try BeaconSettings(pages: 2048, pagesPerBeat: pagesPerBeat, filledWords: 512)
      var machine = try LinuxMachine(LinuxGuest(kernel: kernel, settings))
      let first = try #require(machine.listener.beat(within: Self.patience))
      #expect(first.record.sequence == 0 && first.record.pass == 1 && first.record.page == 0)
      print(
        "linux: QEMU \(machine.qemu.version), \(kernel.release), first beat after "
          + "\(Clock.seconds(from: machine.launch, to: first.time)) s")
      try Self.waitForBeats(machine, seconds: 1)
      for _ in 0..<Self.hops { machine = try Self.hop(machine, settings) }
    }
  }

  /// Asserts no time: prints what was found.
  private static func hop(_ source: LinuxMachine, _ settings: BeaconSettings) throws -> LinuxMachine {
    let begin = Clock.now()
    let (machine, progress) = try source.hop()
    #expect(progress.status == .completed)
    let arrival = try #require(machine.listener.beat(within: patience))
    let verified = try machine.guest.verify(
      machine.listener, since: arrival.time, within: patience)
    #expect(verified == settings.pages)
    let before = source.listener.beats
    let after = machine.listener.beats
    #expect(source.listener.damages.isEmpty)
    let last = try #require(before.last)
    // One record may be cut in two.
    #expect((1...2).contains(Int(arrival.record.sequence) - Int(last.record.sequence)))
    #expect(arrival.record.writes(of: settings.pages) >= last.record.writes(of: settings.pages))
    print(
      "linux: \(try figures(before.filter { $0.time > begin - 500_000_000 }, after)), QEMU's \(progress.downtime ?? -1) ms"
    )
    return machine
  }

  private static func figures(_ before: [Beat], _ after: [Beat]) throws -> String {
    let blackout = try Blackout(of: before + after).seconds
    let fit = try ClockFit(before: before, after: after)
    func ms(_ seconds: Double) -> String { "\((seconds * 1e5).rounded() / 100) ms" }
    return
      "blackout \(ms(blackout)), guest pause \(ms(fit.pause)) ± \(ms(fit.errorBound)), \(fit.frequency / 1e6) MHz"
  }

  private static func waitForBeats(_ machine: LinuxMachine, seconds: Double) throws {
    let end = Clock.now() + UInt64(seconds * 1e9)
    _ = try #require(
      machine.listener.beat(from: machine.listener.beats.count, within: patience) { $0.time >= end })
  }
}
