import Platform
import Testing
import Tuning
import VirtualMachine

@testable import AssayCommands

extension TwinSuites {
  @Suite struct TwinDriftTests {
    /// As many applies and reverts in one boot, of one of every kind: what a leak of one byte a time would show.
    @Test func appliesAndRevertsLeaveNothing() async throws {
      let count = TwinHost.isFull ? 1_000 : 5
      let twin = try await TwinTuning("1x2")
      try await twin.boot { guest in
        let before = try await GuestStart(of: guest)
        let start = Clock.now()
        // 13: applied, and the boot words need a reboot.
        let result = try await guest.twin.run(
          """
          done=0
          while [ $done -lt \(count) ]; do
            assay tune apply --quiet \(guest.profile.arguments) > /run/twin/said 2>&1
            [ $? = 13 ] || { cat /run/twin/said; exit 1; }
            assay tune revert --quiet > /run/twin/said 2>&1 || { cat /run/twin/said; exit 2; }
            done=$((done + 1))
          done
          """, within: .seconds(3_600))
        let seconds = Clock.seconds(from: start, to: Clock.now())
        #expect(result.code == 0, "\(result.output)")
        try await before.compare(guest)
        #expect(try await guest.status().isEmpty)
        print(
          "twin: \(count) applies and reverts in \(seconds) s; \(before.settings.count) settings, none differs"
        )
      }
    }
  }
}
