import Platform
import Statistics
import Testing
import Tuning
import VirtualMachine

@testable import AssayCommands

extension TwinSuites {
  /// The power goes at points all over an apply and a revert; after the boot a recovery leaves all or nothing.
  @Suite(.enabled(if: TwinHost.isFull, "\(TwinHost.fullReason)"))
  struct TwinPowerCutTests {
    /// Where the power goes: when the journal has so many lines, and some milliseconds later.
    private struct Point: Sendable {
      var isRevert: Bool
      var lines: Int
      var milliseconds: Int
    }

    /// What one boot finds of the cut before it.
    private struct Finding: Sendable {
      var wasInterrupted = false
      var wasApplied = false
    }

    private static let pointsEach = 11

    @Test func everyCutEndsAppliedOrReverted() async throws {
      let began = Clock.now()
      let twin = try await TwinTuning("1x2")
      let start = try await twin.boot { guest in
        let start = try await GuestStart(of: guest)
        try await guest.twin.shutDown()
        return start
      }
      var findings: [Finding] = []
      let points = Self.points(changes: start.plan.all.count)
      for place in 0...points.count {
        let finding = try await twin.boot { guest -> Finding? in
          let finding = place > 0 ? try await Self.judge(guest, start) : nil
          if place < points.count { try await Self.cut(guest, points[place]) }
          return finding
        }
        if let finding {
          findings.append(finding)
          print("twin: after cut \(place) of \(points.count): \(finding)")
        }
      }
      #expect(findings.count == points.count)
      let reverts = points.count { $0.isRevert }
      print(
        """
        twin: \(findings.count) power cuts (\(points.count - reverts) in an apply, \(reverts) in a revert) \
        of \(start.plan.all.count) changes: \(findings.count { $0.wasInterrupted }) found interrupted and recovered; \
        \(findings.count { !$0.wasApplied }) fully reverted, \(findings.count { $0.wasApplied }) fully applied, \
        0 anything else; \(Clock.seconds(from: began, to: Clock.now())) s
        """)
    }

    /// A journal has a line for its beginning and one for each intent before anything is written, then one for each
    /// change, one for all, one when the revert begins, and again one for each.
    private static func points(changes: Int) -> [Point] {
      var random = SeededGenerator(seed: 6)
      return [false, true].flatMap { isRevert in
        (0..<pointsEach).map { number in
          let share = number * (changes + 1) / (pointsEach - 1)
          return Point(
            isRevert: isRevert, lines: (isRevert ? 3 + 2 * changes : 1 + changes) + share,
            milliseconds: random.below(4))
        }
      }
    }

    private static func cut(_ guest: GuestTuning, _ point: Point) async throws {
      if point.isRevert { _ = try await guest.apply() }
      let action = point.isRevert ? "revert" : "apply \(guest.profile.arguments)"
      try await guest.twin.check(
        """
        assay tune \(action) > /run/twin/said 2>&1 &
        \(GuestTuning.waiting(forLines: point.lines))
        usleep \(point.milliseconds * 1_000)
        """, within: .seconds(120))
      await guest.twin.cutPower()
    }

    private static func judge(_ guest: GuestTuning, _ first: GuestStart) async throws -> Finding {
      var (finding, start) = (Finding(), first)
      try await start.move(to: guest)
      finding.wasInterrupted = try await guest.status().contains { $0.pending != nil }
      try await guest.takeBack("recover")
      let left = try await guest.status()
      // What was applied whole is still applied, as far as it outlives a boot.
      finding.wasApplied = !left.isEmpty
      #expect(left.allSatisfy { $0.pending == nil })
      if !left.isEmpty {
        #expect(try await guest.verify() > 0)
        try await guest.takeBack("revert")
      }
      try await start.compare(guest)
      try await start.comparePlan(guest)
      #expect(try await guest.twin.run("ls \(GuestTuning.state)/*.journal").code != 0)
      return finding
    }
  }
}
