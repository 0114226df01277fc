import Platform
import TestSupport
import Testing
import Tuning

@testable import Advice

@Suite struct KnobLevelsTests {
  private func level(_ text: String) throws -> String {
    let fixture = try TrialFixture()
    return try KnobLevels.level(text, catalog: try fixture.catalog(), kinds: fixture.kinds).value
  }

  @Test(arguments: [
    ("sysctl/vm.swappiness=10", "10"), ("sysctl/vm.swappiness", "120"), ("sysctl/vm.flag", "1"),
    ("sysfs/thp", "always"), ("sysctl/vm.a", "2"),
  ])
  func aLevelIsTakenOrChosen(text: String, value: String) throws {
    #expect(try level(text) == value)
  }

  @Test(arguments: [
    ("swappiness", "is no setting"), ("sysctl/vm.unknown=1", "is not in the catalog"),
    ("sysctl/vm.missing", "cannot be read"),
  ])
  func whatIsNoKnobIsOneLine(text: String, part: String) {
    #expect {
      try level(text)
    } throws: { error in
      let problem = error as? TrialProblem
      return problem?.kind == .refused && problem?.description.contains(part) ?? false
    }
  }

  @Test func theLevelsAreAProfile() throws {
    let fixture = try TrialFixture()
    let text = KnobLevels.profile([("sysctl/vm.swappiness", "10"), ("boot/skew_tick", "1")])
    try fixture.tree.write("p/levels.yaml", text)
    let profile = try fixture.loader().load("\(fixture.tree.path)/p/levels.yaml")
    #expect(profile.wishes.map(\.key.description) == ["sysctl/vm.swappiness", "boot/skew_tick"])
    #expect(try fixture.engine(profile).notTested.map(\.kind) == [.needsReboot])
  }
}
