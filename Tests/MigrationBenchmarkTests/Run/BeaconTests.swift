import MigrationBenchmark
import Platform
import Statistics
import TestSupport
import Testing
import VirtualMachine

/// The real guest under TCG.
extension GuestTests {
  @Suite struct BeaconTests {
    @Test func itBeatsAndWritesAndItsMemoryIsRight() throws {
      try OwnThread.run {
        let settings = try BeaconSettings(pages: 300, pagesPerBeat: 7.3, filledWords: 1000)
        let machine = try BeaconGuest(.source, BeaconGuest.Options(settings, qemuPath: ChosenQEMU.path))
        let first = try #require(machine.listener.beat(within: RealGuest.patience))
        print("beacon: first beat after \(Clock.seconds(from: machine.launch, to: first.time)) s")
        #expect(first.record.sequence == 0 && first.record.pass == 1 && first.record.page == 0)
        var heard = 0
        var half = 0
        for pass in stride(from: UInt32(3), to: 24, by: 3) {
          _ = try #require(
            machine.listener.beat(from: heard, within: RealGuest.patience) { $0.record.pass >= pass })
          try machine.monitor.stop()
          let dump = try machine.dump()
          let beats = machine.listener.beats
          heard = beats.count
          let last = try #require(beats.last)
          let state = try BeaconMemory.verify(dump, settings)
          #expect(state.reaches(last.record, settings))
          #expect(Int(state.pass) * 300 + state.written <= last.record.writes(of: 300) + 300 + 8)
          if state.isHalfWritten { half += 1 }
          try Self.expectDamage(dump, settings)
          try machine.monitor.cont()
        }
        _ = try #require(machine.listener.beat(from: heard, within: RealGuest.patience))
        let beats = machine.listener.beats
        #expect(beats.map(\.record.sequence) == Array(0..<UInt32(beats.count)))
        #expect(machine.listener.skippedBytes == 0)
        print("beacon: \(beats.count) beats, \(half) of 7 stops in the middle of a page")
      }
    }

    private static func expectDamage(_ dump: [UInt8], _ settings: BeaconSettings) throws {
      for offset in [0, 150 * 4096 + 2000, dump.count - 1] {
        var wrong = dump
        wrong[offset] ^= 1
        #expect(throws: BeaconMemory.Damage.self) { try BeaconMemory.verify(wrong, settings) }
      }
    }
  }
}
