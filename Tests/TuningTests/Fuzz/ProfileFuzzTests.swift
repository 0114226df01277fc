import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct ProfileFuzzTests {
  /// How many got how far, so that a run that tests nothing does not go unseen.
  private struct Tally {
    var refused = 0
    var planned = 0
    var applied = 0
    /// Of those, with a control group.
    var grouped = 0
  }

  @Test(arguments: 0..<Fuzzed.parts)
  func noProfileCrashesOrLeavesItsPlace(part: Int) throws {
    let host = try FuzzedHost()
    try host.tree.write("p/base.yaml", Fuzzed.base)
    var tally = Tally()
    for number in 0..<Fuzzed.count * 3 / 4 / Fuzzed.parts {
      let seed = UInt64(part) << 32 | UInt64(number)
      var mutator = Mutator(seed: seed)
      let profile = mutator.pick(Fuzzed.profiles)
      let isCatalogs = mutator.below(5) == 0
      try host.write(
        "p/catalog.yaml", isCatalogs ? mutator.changed(Fuzzed.catalog) : Array(Fuzzed.catalog.utf8))
      try host.write("p/p.yaml", mutator.below(20) == 0 ? Array(profile.utf8) : mutator.changed(profile))
      try run(host, seed, persists: mutator.below(3) == 0, &tally)
      // Reading alone cannot write; looking now and then is enough.
      if number % 64 == 0 { check(host, try host.snapshot(), seed, "after reading") }
    }
    check(host, try host.snapshot(), 0, "at the end")
    #expect(
      tally.refused > 0 && tally.planned > 0 && tally.applied > 0 && tally.grouped > 0, "\(tally)")
  }

  private func run(_ host: FuzzedHost, _ seed: UInt64, persists: Bool, _ tally: inout Tally) throws {
    let planner: TuningPlanner
    let profile: Profile
    do {
      let catalog = try Catalog.load("\(host.tree.path)/p/catalog.yaml")
      profile = try ProfileLoader(catalog: catalog).load("\(host.tree.path)/p/p.yaml")
      planner = TuningPlanner(kinds: host.kinds, catalog: catalog)
      _ = try planner.plan([profile], persists: persists)
    } catch {
      tally.refused += 1
      return check(refusal: error, host, seed)
    }
    tally.planned += 1
    do {
      let applied = try host.tuner.apply([profile], persists: persists) {
        try planner.plan([$0], persists: persists)
      }
      if case .done(let steps, _) = applied {
        tally.applied += 1
        if steps.contains(where: { $0.key.kind == ControlGroupKind.name }) { tally.grouped += 1 }
      }
      let outside = FuzzedHost.differences(host.start, try host.snapshot()).filter(FuzzedHost.isOutside)
      #expect(outside.isEmpty, "seed \(seed) wrote \(outside)")
      let report = try host.tuner.revert(nil)
      #expect(report.failures.isEmpty && report.conflicts.isEmpty, "seed \(seed): \(report)")
    } catch let failure as Tuner.ApplyFailure {
      #expect(failure.report.failures.isEmpty && failure.report.conflicts.isEmpty, "seed \(seed): \(failure)")
    } catch is TuningProblem {
      // Before anything was changed.
    } catch {
      Issue.record("seed \(seed): an apply ended with \(error)")
    }
    check(host, try host.snapshot(), seed, "after revert")
    try host.forget()
  }

  /// A file, a line in it, and a reason.
  private func check(refusal error: any Error, _ host: FuzzedHost, _ seed: UInt64) {
    guard let problem = error as? FileProblem else {
      Issue.record("seed \(seed): refused by \(error)")
      return
    }
    let isPlaced = problem.line > 0 && problem.file.hasPrefix("\(host.tree.path)/p/")
    #expect(isPlaced && !problem.reason.isEmpty, "seed \(seed): \(problem)")
  }

  private func check(_ host: FuzzedHost, _ now: FuzzedHost.Snapshot, _ seed: UInt64, _ when: String) {
    let different = host.changes(now)
    guard !different.isEmpty else { return }
    Issue.record("seed \(seed), \(when): \(different.map { "\($0): \(String(describing: now[$0]))" })")
    try? host.restore(host.start)
  }
}
