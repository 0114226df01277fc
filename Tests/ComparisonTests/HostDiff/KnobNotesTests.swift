import Testing

@testable import Comparison

@Suite struct KnobNotesTests {
  private static let notes = KnobNotes([
    "sysctl/vm.swappiness": KnobNote(summary: "exact", movesMetrics: []),
    "sysfs/block/*/queue/scheduler": KnobNote(summary: "pattern", movesMetrics: []),
    "sysfs/block/vda/queue/scheduler": KnobNote(summary: "this disk", movesMetrics: []),
  ])

  @Test(arguments: [
    ("sysctl/vm.swappiness", "exact"), ("sysfs/block/nvme0n1/queue/scheduler", "pattern"),
    ("sysfs/block/vda/queue/scheduler", "this disk"), ("sysfs/block/a/b/queue/scheduler", nil),
    ("sysctl/vm", nil),
  ])
  func theExactNoteGoesBeforeThePattern(key: String, summary: String?) {
    #expect(Self.notes[key]?.summary == summary)
  }

  @Test func notesAreEqualWhenTheySayTheSame() {
    #expect(Self.notes == Self.notes)
    #expect(Self.notes != .none)
  }
}
