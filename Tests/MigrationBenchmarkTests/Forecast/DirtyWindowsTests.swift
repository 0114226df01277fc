import Foundation
import Glibc
import MigrationBenchmark
import Platform
import Statistics
import TestSupport
import Testing
import VirtualMachine

struct DirtyWindowsTests {
  @Test func beatsTellTheWindowsExactly() throws {
    let settings = try BeaconSettings(pages: 300, pagesPerBeat: 2, filledWords: 0)
    let stream = BeatStream(pagesPerBeat: 2, pages: 300)
    let windows = DirtyWindows.heard(stream.beats(0..<1001), settings, lengths: [0.1, 0.5, 2])
    #expect(
      windows.filter { $0.seconds == 0.1 }
        == Array(repeating: DirtyWindow(seconds: 0.1, pages: 200), count: 10))
    #expect(
      windows.filter { $0.seconds == 0.5 }
        == Array(repeating: DirtyWindow(seconds: 0.5, pages: 300), count: 2))
    #expect(windows.count == 12)
  }

  @Test func beatsInAnyOrderAndFewOfThem() throws {
    let settings = try BeaconSettings(pages: 300, pagesPerBeat: 2, filledWords: 0)
    let beats = BeatStream(pagesPerBeat: 2, pages: 300).beats(0..<101)
    let straight = DirtyWindows.heard(beats, settings, lengths: [0.05])
    #expect(DirtyWindows.heard(beats.reversed(), settings, lengths: [0.05]) == straight)
    #expect(straight.map(\.pages) == [100, 100])
    #expect(DirtyWindows.heard([], settings).isEmpty)
    #expect(DirtyWindows.heard([beats[0]], settings).isEmpty)
    #expect(DirtyWindows.heard(beats, settings, lengths: [0, -1, 50]).isEmpty)
  }

  @Test func aSampleIsAsUncertainAsItsSize() {
    #expect(abs(DirtyWindows.samplingError(pages: 500, of: 1000, sampled: 100) - 50) < 1e-9)
    #expect(DirtyWindows.samplingError(pages: 0, of: 1000, sampled: 100) == 0)
    #expect(DirtyWindows.samplingError(pages: 1, of: 0, sampled: 1) == .infinity)
  }
}

/// The same guest by its beats and by QEMU's measurement.
@Suite(
  .serialized,
  .enabled(if: RealGuest.isPossible, "QEMU is not installed: apt-get install qemu-system-x86"))
struct MeasuredDirtyWindowsTests {
  private static let patience = 60.0

  @Test func bothAgreeAndTheGuestGoesOn() throws {
    try OwnThread.run {
      // 32 MiB of 256, and QEMU tells whole MiB.
      let settings = try BeaconSettings(pages: 8192, pagesPerBeat: 20, filledWords: 4)
      let guest = try BeaconGuest(
        .source, BeaconGuest.Options(settings, megabytes: 256, qemuPath: ChosenQEMU.path))
      defer { guest.end() }
      _ = try #require(guest.listener.beat(within: Self.patience) { $0.record.pass >= 2 })
      let begin = guest.listener.beats.count
      let measured = try DirtyWindows.measured(guest.monitor, lengths: [1, 2])
      let during = Array(guest.listener.beats.dropFirst(begin))
      for window in measured {
        let heard = DirtyWindows.heard(during, settings, lengths: [window.seconds]).map(\.pages)
        let median = try #require(Quantile.median(of: heard))
        let sampled = 256.0 / 1024 * Double(DirtyWindows.sampledPages)
        let error = DirtyWindows.samplingError(pages: median, of: 65_536, sampled: sampled)
        print("dirty pages in \(window.seconds) s: measured \(window.pages), heard \(median) ± \(error)")
        // Cut off to whole MiB a second, sampled, and each window with its own share of a busy machine.
        let most = (heard.max() ?? 0) * 1.5 + 5 * error
        #expect(
          window.pages > median / 3 - 256 * window.seconds - 5 * error && window.pages < most + 8192 * 0.2)
      }
      #expect(throws: MonitorError.self) {
        try DirtyWindows.measured(guest.monitor, lengths: [1], mode: .dirtyBitmap)
      }
      let seen = guest.listener.beats.count
      _ = try #require(guest.listener.beat(from: seen, within: Self.patience))
      #expect(guest.listener.skippedBytes == 0)
      print(
        "beats while it measured: longest gap \(try Blackout(of: during).seconds * 1000) ms of \(during.count)"
      )
    }
  }

  @Test func whatQEMUDoesNotTakeIsAnError() throws {
    try OwnThread.run {
      let settings = try BeaconSettings(pages: 16, pagesPerBeat: 1, filledWords: 0)
      let guest = try BeaconGuest(.source, BeaconGuest.Options(settings, qemuPath: ChosenQEMU.path))
      defer { guest.end() }
      #expect(throws: MonitorError.self) { try DirtyWindows.measured(guest.monitor, lengths: [0]) }
      #expect(throws: MonitorError.self) { try DirtyWindows.measured(guest.monitor, lengths: [61]) }
    }
  }
}
