import Foundation
import MigrationBenchmark
import Platform
import Statistics
import TestSupport
import Testing
import VirtualMachine

/// The real guest under TCG.
@Suite(
  .serialized,
  .enabled(
    if: BeaconMachine.lacking.isEmpty, "not installed: \(BeaconMachine.lacking.joined(separator: ", "))"))
struct BeaconTests {
  /// What must come comes within this time also on a busy machine.
  private static let patience = 60.0

  @Test func itBeatsAndWritesAndItsMemoryIsRight() throws {
    try OwnThread.run {
      let settings = try BeaconSettings(pages: 300, pagesPerBeat: 7.3, filledWords: 1000)
      let machine = try BeaconMachine(settings)
      let tree = try TemporaryTree()
      let first = try #require(machine.listener.beat(within: Self.patience))
      print("beacon: first beat after \(Clock.seconds(from: machine.launch, to: first.time)) s")
      #expect(first.record.sequence == 0 && first.record.pass == 1 && first.record.page == 0)
      var heard = 0
      var half = 0
      for pass in stride(from: UInt32(3), to: 24, by: 3) {
        _ = try #require(machine.listener.beat(from: heard, within: Self.patience) { $0.record.pass >= pass })
        try machine.execute("stop")
        let dump = try Self.dump(machine, settings, tree)
        let beats = machine.listener.beats
        heard = beats.count
        let last = try #require(beats.last)
        let state = try BeaconMemory.verify(dump, settings)
        #expect(state.reaches(last.record, settings))
        #expect(Int(state.pass) * 300 + state.written <= last.record.writes(of: 300) + 300 + 8)
        if state.isHalfWritten { half += 1 }
        try Self.expectDamage(dump, settings)
        try machine.execute("cont")
      }
      _ = try #require(machine.listener.beat(from: heard, within: Self.patience))
      let beats = machine.listener.beats
      #expect(beats.map(\.record.sequence) == Array(0..<UInt32(beats.count)))
      #expect(machine.listener.skippedBytes == 0)
      print("beacon: \(beats.count) beats, \(half) of 7 stops in the middle of a page")
    }
  }

  private static func dump(
    _ machine: BeaconMachine, _ settings: BeaconSettings, _ tree: TemporaryTree
  ) throws -> [UInt8] {
    let path = "\(tree.path)/dump"
    try machine.execute(
      "pmemsave",
      ["val": settings.memory.lowerBound, "size": settings.memory.count, "filename": path])
    return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  private static func expectDamage(_ dump: [UInt8], _ settings: BeaconSettings) throws {
    for offset in [0, 150 * 4096 + 2000, dump.count - 1] {
      var wrong = dump
      wrong[offset] ^= 1
      #expect(throws: BeaconMemory.Damage.self) { try BeaconMemory.verify(wrong, settings) }
    }
  }

  /// Prints how far off it was; asserts no more than that it is the pause that was found.
  @Test func knownPausesAreFound() throws {
    try OwnThread.run {
      let settings = try BeaconSettings(pages: 256, pagesPerBeat: 2, filledWords: 256)
      let machine = try BeaconMachine(settings)
      _ = try #require(machine.listener.beat(within: Self.patience) { $0.record.pass >= 3 })
      var errors: [Double] = []
      for milliseconds in Array(repeating: [1.0, 5, 20, 100, 200], count: Self.rounds).joined() {
        let begin = machine.listener.beats.count
        try Self.waitForBeats(machine, seconds: 0.3)
        let events = machine.events.count
        try machine.execute("stop")
        Clock.pause(milliseconds / 1000)
        let go = Clock.now()
        try machine.execute("cont")
        let resume = try machine.event("RESUME", after: events)
        let known = resume - (try machine.event("STOP", after: events))
        try Self.waitForBeats(machine, seconds: 0.3)
        let beats = machine.listener.beats.dropFirst(begin)
        let fit = try ClockFit(
          before: beats.filter { $0.time < go }, after: beats.filter { $0.time >= go })
        errors.append(abs(fit.pause - known))
        print(
          "pause \(milliseconds) ms: known \(known * 1000) found \(fit.pause * 1000) ± \(fit.errorBound * 1000) ms, "
            + "blackout \(try Blackout(of: Array(beats)).seconds * 1000) ms, \(fit.frequency / 1e6) MHz")
        #expect(fit.pause > 0)
        #expect(fit.pause > known / 3 - 0.01 && fit.pause < known * 3 + 0.05)
      }
      print(
        "pause errors: median \(Quantile.median(of: errors) ?? .nan) s, p95 \(Quantile.value(0.95, of: errors) ?? .nan)"
          + " s of \(errors.count)")
    }
  }

  private static let rounds = 2

  private static func waitForBeats(_ machine: BeaconMachine, seconds: Double) throws {
    let end = Clock.now() + UInt64(seconds * 1e9)
    _ = try #require(
      machine.listener.beat(from: machine.listener.beats.count, within: patience) { $0.time >= end })
  }
}
