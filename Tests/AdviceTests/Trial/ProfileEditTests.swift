import Platform
import TestSupport
import Testing
import Tuning

@testable import Advice

@Suite struct ProfileEditTests {
  private static let body = """
    # About the settings.
    settings:

      # Why swappiness.
      - key: sysctl/vm.swappiness
        value: 10     # not 0
        why: one
        evidence: {metric: old, effect: 1 %}

      - {key: sysfs/thp, value: always, why: two}
      - key: sysctl/vm.a
        value: 2
        why: >-
          three
          lines
    boot: ["skew_tick=1"]
    """
  private static let evidence = TrialEvidence(
    metric: "memory.bandwidth{kernel=triad}", effect: "+8.1 %", interval: ["+7.2 %", "+9.0 %"],
    runs: ["base", "with"])

  private func edit(_ changes: [String: ProfileEdit.Change]) -> ProfileEdit {
    var edit = ProfileEdit([], keepsUnproven: false)
    edit.changes = changes
    return edit
  }

  /// The file after the changes, and whether it was edited and not rewritten.
  private func written(_ changes: [String: ProfileEdit.Change], body: String = Self.body) throws -> (
    String, Bool, Profile
  ) {
    let fixture = try TrialFixture()
    let profile = try fixture.profile(body)
    let proved = ProvedProfile(profile, edit(changes), loader: try fixture.loader())
    let isEdited = try proved.write(to: profile.file)
    let names = try Files.names(in: "\(fixture.tree.path)/p").sorted()
    #expect(names == ["catalog.yaml", "test.yaml"])
    return (try Files.text(profile.file), isEdited, try fixture.loader().load(profile.file))
  }

  @Test func evidenceGoesIntoItsSettingAndCommentsStay() throws {
    let (text, isEdited, profile) = try written([
      "sysctl/vm.swappiness": .evidence(Self.evidence), "sysfs/thp": .evidence(Self.evidence),
    ])
    #expect(isEdited)
    for line in ["# About the settings.", "  # Why swappiness.", "    value: 10     # not 0", "      three"] {
      #expect(text.split(separator: "\n").contains(Substring(line)), "\(line)")
    }
    #expect(!text.contains("metric: old"))
    #expect(profile.wishes[0].evidence == "memory.bandwidth{kernel=triad}: +8.1 % [+7.2 %, +9.0 %]")
    #expect(profile.wishes[1].evidence == profile.wishes[0].evidence)
    #expect(profile.wishes[2].evidence == nil)
  }

  @Test func whatIsDroppedLeavesAComment() throws {
    let (text, isEdited, profile) = try written([
      "sysctl/vm.a": .drop("does nothing: all the same"), "sysfs/thp": .drop("hurts: much"),
    ])
    #expect(isEdited)
    #expect(text.contains("  # sysctl/vm.a = 2 was dropped: does nothing: all the same\n"))
    #expect(text.contains("  # sysfs/thp = always was dropped: hurts: much\n"))
    #expect(!text.contains("three"))
    #expect(profile.wishes.map(\.key.description) == ["sysctl/vm.swappiness", "boot/skew_tick"])
  }

  @Test func aProfileMayLoseAllOfItsSettings() throws {
    let keys = ["sysctl/vm.swappiness", "sysfs/thp", "sysctl/vm.a"]
    let (_, isEdited, profile) = try written(
      Dictionary(uniqueKeysWithValues: keys.map { ($0, .drop("nothing")) }))
    #expect(isEdited)
    #expect(profile.wishes.map(\.key.description) == ["boot/skew_tick"])
  }

  private static let groups = """
    settings:
      - {key: sysctl/vm.a, value: 2, why: one}
    cpusets:
      # The host's own.
      - {group: assay-housekeeping, cpus: "0", partition: member, why: w} # keep
      - group: assay-isolated
        cpus: "all - 0"
        partition: isolated
        why: guests
    """

  @Test func evidenceOfTheGroupsGoesIntoEachOfThem() throws {
    let (text, isEdited, profile) = try written(["cpusets": .evidence(Self.evidence)], body: Self.groups)
    #expect(isEdited && text.contains("  # The host's own.") && text.contains("} # keep"))
    #expect(
      profile.groups.map(\.evidence)
        == Array(repeating: "memory.bandwidth{kernel=triad}: +8.1 % [+7.2 %, +9.0 %]", count: 2))
    #expect(profile.wishes[0].evidence == nil)
  }

  @Test func groupsThatDoNotHelpAreGone() throws {
    let (text, isEdited, profile) = try written(["cpusets": .drop("hurts: much")], body: Self.groups)
    #expect(isEdited && profile.groups.isEmpty && profile.wishes.count == 1)
    #expect(text.contains("cpusets: []"))
    #expect(text.contains("# assay-isolated, CPUs all - 0, isolated was dropped: hurts: much"))
  }

  @Test(arguments: [ProfileEdit.Change.evidence(Self.evidence), .drop("hurts: much")])
  func groupsThatAreWrittenOutReadBack(change: ProfileEdit.Change) throws {
    let fixture = try TrialFixture()
    let profile = try fixture.profile(Self.groups)
    try fixture.tree.write(
      "p/out.yaml", ProfileText.render(profile, edit: edit(["cpusets": change]), header: ["a header"]))
    let read = try fixture.loader().load("\(fixture.tree.path)/p/out.yaml")
    switch change {
    case .evidence:
      #expect(read.groups.map(\.path) == profile.groups.map(\.path) && read.groups[0].evidence != nil)
    case .drop: #expect(read.groups.isEmpty)
    }
  }

  @Test func whatCannotBeEditedIsWrittenAnew() throws {
    let (text, isEdited, profile) = try written(
      ["sysctl/vm.swappiness": .evidence(Self.evidence)],
      body: "settings: [{key: sysctl/vm.swappiness, value: 10, why: \"a \\\"b\\\"\"}]")
    #expect(!isEdited)
    #expect(text.hasPrefix("# test as assay trial left it"))
    #expect(profile.wishes[0].why == "a \"b\"")
    #expect(profile.wishes[0].evidence != nil)
  }

  @Test func elsewhereItIsWrittenOutWithWhatItIncludes() throws {
    let fixture = try TrialFixture()
    _ = try fixture.profile("settings:\n  - {key: sysctl/vm.b, value: 3, why: w}", name: "below")
    let profile = try fixture.profile(
      "include: [below.yaml]\nsettings:\n  - {key: sysctl/vm.a, value: 2, why: w}")
    let changes: [String: ProfileEdit.Change] = [
      "sysctl/vm.b": .drop("nothing"), "sysctl/vm.a": .evidence(Self.evidence),
    ]
    let proved = ProvedProfile(profile, edit(changes), loader: try fixture.loader())
    #expect(try !proved.write(to: "\(fixture.tree.path)/proved.yaml"))
    let read = try fixture.loader().load("\(fixture.tree.path)/proved.yaml")
    #expect(read.wishes.map(\.key.description) == ["sysctl/vm.a"])
    // In its place only its own lines are changed.
    #expect(try proved.write(to: profile.file))
    #expect(try Files.text("\(fixture.tree.path)/p/below.yaml").contains("vm.b"))
  }

  @Test func theWholeProfileIsRenderedSoThatItReadsBack() throws {
    let fixture = try TrialFixture()
    let profile = try fixture.profile(Self.body)
    try fixture.tree.write("p/again.yaml", ProfileText.render(profile))
    let again = try fixture.loader().load("\(fixture.tree.path)/p/again.yaml")
    #expect(again.wishes.map(\.key) == profile.wishes.map(\.key))
    #expect(again.wishes.map(\.value) == profile.wishes.map(\.value))
    #expect(again.wishes.map(\.why) == profile.wishes.map(\.why))
  }
}
