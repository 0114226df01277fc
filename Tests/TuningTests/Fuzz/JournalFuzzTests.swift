import Platform
import TestSupport
import Testing

@testable import Tuning

@Suite struct JournalFuzzTests {
  private static let name = "state/000001.journal"

  /// A host with profiles applied to it, what their journals say, and what it looks like then.
  private struct Applied {
    let journal: String
    let snapshot: FuzzedHost.Snapshot
  }

  private func apply(_ host: FuzzedHost, _ profile: String) throws -> Applied {
    try host.tree.write("p/base.yaml", Fuzzed.base)
    try host.tree.write("p/catalog.yaml", Fuzzed.catalog)
    try host.tree.write("p/p.yaml", profile)
    let catalog = try Catalog.load("\(host.tree.path)/p/catalog.yaml")
    let loaded = try ProfileLoader(catalog: catalog).load("\(host.tree.path)/p/p.yaml")
    let planner = TuningPlanner(kinds: host.kinds, catalog: catalog)
    _ = try host.tuner.apply([loaded], persists: true) { try planner.plan([$0], persists: true) }
    let applied = Applied(
      journal: try Files.text("\(host.tree.path)/\(Self.name)"), snapshot: try host.snapshot())
    _ = try host.tuner.revert(nil)
    try host.forget()
    return applied
  }

  @Test(arguments: 0..<Fuzzed.parts)
  func aJournalIsRefusedOrUnderstood(part: Int) throws {
    let host = try FuzzedHost()
    let applied = try Fuzzed.profiles.map { try apply(host, $0) }
    var (refused, understood) = (0, 0)
    for number in 0..<Fuzzed.count / 4 / Fuzzed.parts {
      let seed = UInt64(part) << 32 | UInt64(number)
      var mutator = Mutator(seed: seed)
      let chosen = mutator.pick(applied)
      let bytes = mutator.below(2) == 0 ? mutator.changed(chosen.journal) : forged(chosen.journal, &mutator)
      try host.restore(mutator.below(2) == 0 ? chosen.snapshot : host.start)
      let before = try host.snapshot()
      try host.write(Self.name, bytes)
      do {
        _ = try host.tuner.status()
        _ = try host.tuner.verify(nil)
        _ = try host.tuner.recover()
        _ = try host.tuner.revert(nil, force: mutator.below(2) == 0)
        understood += 1
      } catch {
        refused += 1
        let place = "\(error)".firstRange(of: "\(host.tree.path)/\(Self.name):")
        let line = place.map { "\(error)"[$0.upperBound...].prefix { $0.isNumber } } ?? ""
        #expect(Int(line) ?? 0 > 0 && error is TuningProblem, "seed \(seed): \(error)")
        #expect(
          FuzzedHost.differences(before, try host.snapshot()).isEmpty, "seed \(seed): refused, yet written")
      }
      let outside = FuzzedHost.differences(before, try host.snapshot()).filter(FuzzedHost.isOutside)
      #expect(outside.isEmpty, "seed \(seed) wrote \(outside)")
      try host.forget()
    }
    #expect(refused > 0 && understood > 0, "\(refused) refused, \(understood) understood")
  }

  /// A journal of which each line is whole again after the change: what only its owner could write.
  private func forged(_ journal: String, _ mutator: inout Mutator) -> [UInt8] {
    let records = journal.split(separator: "\n").map { String($0.dropFirst(9)) }
    var lines = records
    for _ in 0...mutator.below(2) {
      let one = mutator.below(lines.count)
      switch mutator.below(6) {
      case 0: lines.remove(at: one)
      case 1: lines.insert(lines[one], at: mutator.below(lines.count))
      case 2: lines.swapAt(one, mutator.below(lines.count))
      case 3: lines.removeSubrange(one...)
      default:
        lines[one] = String(decoding: mutator.changed(lines[one]), as: UTF8.self).replacing("\n", with: "")
      }
      if lines.isEmpty { lines = records }
    }
    let text = lines.map { "\(Checksum.text(Array($0.utf8))) \($0)\n" }.joined()
    return Array(text.utf8)
  }
}
