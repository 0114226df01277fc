import Testing

@testable import Tuning

/// Settings that the kernel computes anew when another one is written.
@Suite struct MovedSettingsTests {
  private static let values = [
    "vm.watermark_scale_factor": "10", "vm.min_free_kbytes": "27092", "vm.swappiness": "60",
  ]

  private func bench() throws -> TuningBench {
    let bench = try TuningBench(Self.values)
    bench.kind.move("vm.min_free_kbytes", to: "29296", with: "vm.watermark_scale_factor")
    return bench
  }

  @Test func aWriteLeavesThemAsTheyWere() throws {
    let bench = try bench()
    try bench.apply("p", ("vm.watermark_scale_factor", "100"))
    #expect(bench.kind["vm.min_free_kbytes"] == "27092")
    // Somebody else's value is theirs, also over our revert.
    bench.kind["vm.min_free_kbytes"] = "50000"
    #expect(try bench.tuner.revert("p").steps.map(\.outcome) == [.restored])
    #expect(bench.kind["vm.min_free_kbytes"] == "50000")
    #expect(bench.kind["vm.watermark_scale_factor"] == "10")
  }

  @Test func aProfileThatSetsItItselfHasItsWay() throws {
    let bench = try bench()
    try bench.apply("p", ("vm.min_free_kbytes", "60000"), ("vm.watermark_scale_factor", "100"))
    #expect(try bench.tuner.verify(nil).allSatisfy(\.isAsWanted))
    _ = try bench.tuner.revert("p")
    #expect(bench.kind.values == Self.values)
  }

  /// An apply and an undo that both end between the write and what belongs to it.
  @Test func whatACrashLeftMovedIsPutBack() throws {
    let bench = try bench()
    bench.kind.refuse("vm.min_free_kbytes", code: 5)
    #expect(throws: Tuner.ApplyFailure.self) {
      try bench.apply("p", ("vm.swappiness", "10"), ("vm.watermark_scale_factor", "100"))
    }
    #expect(bench.kind["vm.min_free_kbytes"] == "29296" && bench.journals.count == 1)
    bench.kind.accept("vm.min_free_kbytes")
    #expect(try bench.tuner.recover().failures.isEmpty)
    #expect(bench.kind.values == Self.values && bench.journals.isEmpty)
  }

  /// A revert that ends there, of an apply that was whole.
  @Test func whatACutRevertLeftMovedIsPutBack() throws {
    let bench = try bench()
    try bench.apply("p", ("vm.watermark_scale_factor", "100"), ("vm.swappiness", "10"))
    bench.kind.refuse("vm.min_free_kbytes")
    #expect(try bench.tuner.revert("p").failures.count == 1)
    #expect(bench.kind["vm.min_free_kbytes"] == "29296")
    bench.kind.accept("vm.min_free_kbytes")
    #expect(try bench.tuner.recover().failures.isEmpty)
    #expect(bench.kind.values == Self.values && bench.journals.isEmpty)
  }

  /// A revert that left somebody else's value, and another attempt: what was set meanwhile is not ours to put back.
  @Test func aRevertThatIsTriedAgainLeavesWhatSomebodySetMeanwhile() throws {
    let bench = try bench()
    try bench.apply("p", ("vm.watermark_scale_factor", "100"), ("vm.swappiness", "10"))
    bench.kind["vm.watermark_scale_factor"] = "150"
    #expect(try bench.tuner.revert("p").conflicts.count == 1)
    bench.kind["vm.min_free_kbytes"] = "50000"
    #expect(try bench.tuner.revert("p", force: true).conflicts.isEmpty)
    #expect(bench.kind["vm.min_free_kbytes"] == "50000")
    #expect(bench.kind["vm.watermark_scale_factor"] == "10" && bench.journals.isEmpty)
  }

  /// As with I/O schedulers: the new one holds fewer requests than there were, and the kernel takes no more.
  private func forcing() throws -> TuningBench {
    let bench = try bench()
    bench.kind.refuse("vm.min_free_kbytes", "27092", beside: "vm.watermark_scale_factor", "100")
    return bench
  }

  @Test func whatTheKernelForcesIsOursAndGoesWithOurs() throws {
    let bench = try forcing()
    try bench.apply("p", ("vm.watermark_scale_factor", "100"))
    #expect(bench.kind["vm.min_free_kbytes"] == "29296")
    #expect(try bench.tuner.revert("p").failures.isEmpty)
    #expect(bench.kind.values == Self.values && bench.journals.isEmpty)
  }

  @Test func whatSomebodyMadeOfAForcedOneIsTheirs() throws {
    let bench = try forcing()
    try bench.apply("p", ("vm.watermark_scale_factor", "100"))
    bench.kind["vm.min_free_kbytes"] = "500"
    _ = try bench.tuner.revert("p")
    #expect(bench.kind["vm.min_free_kbytes"] == "500" && bench.kind["vm.watermark_scale_factor"] == "10")
  }

  /// The profile has both: what its first write forced is not somebody else's for its second.
  @Test func aForcedOneCanBeSetByTheSameProfile() throws {
    let bench = try forcing()
    try bench.apply("p", ("vm.watermark_scale_factor", "100"), ("vm.min_free_kbytes", "500"))
    #expect(bench.kind["vm.min_free_kbytes"] == "500")
    #expect(try bench.tuner.verify(nil).allSatisfy(\.isAsWanted))
    #expect(try bench.tuner.revert("p").failures.isEmpty)
    #expect(bench.kind.values == Self.values && bench.journals.isEmpty)
  }
}
