import Testing

@testable import Advice
@testable import Reporting

@Suite struct RecommendationTextTests {
  private func text(
    _ recommendation: Recommendation, profile: String? = "node1.yaml", width: Int = 100, color: Bool = false
  ) -> String {
    RecommendationText.render(
      recommendation, on: RecommendationFixture.topology, profile: profile, width: width, color: color)
  }

  @Test func everySettingSaysWhyAndThatItIsUnproven() throws {
    let text = text(try RecommendationFixture.recommendation(), width: 400)
    let expected = [
      "Recommendation for latency on node1: 1 setting, 1 at the next boot, 1 piece of advice\n",
      "All of it is unproven", "  ! the Run is not complete (running)\n", "Layout for latency",
      "  sysctl/vm.swappiness  60 → 1\n",
      "      why     a page from swap takes 900 loads (swap.keep-guests)\n",
      "      fact    aio.latency{rw=randread} = 100 us, median of 5\n",
      "      fact    host.swap_total_bytes = 8589934592\n", "      risk    medium: less cache\n",
      "      cost    cache is dropped earlier\n", "      proof   a trial\n",
      "      source  Documentation/x.rst\n",
      "  boot/nohz_full  not given → 2-3,6-7\n", "  migrate with multifd\n",
      "a.set", "it is 1 already", "no result of x", "assay trial node1.yaml",
      "assay tune apply node1.yaml --confirm-within 60s", "assay tune revert recommended-latency",
    ]
    for line in expected { #expect(text.replacing("µ", with: "u").contains(line), "\(line)") }
    #expect(text.contains("each of them unproven"))
    #expect(!text.contains("it serves density"))
  }

  @Test func withoutAProfileTheFirstStepIsToWriteOne() throws {
    let text = text(try RecommendationFixture.recommendation(), profile: nil)
    #expect(text.contains("assay recommend … --out FILE"))
    let plan = self.text(try RecommendationFixture.recommendation(isPlanOnly: true))
    #expect(plan.contains("assay tune plan node1.yaml"))
    #expect(!plan.contains("assay tune apply"))
  }

  @Test func aNameOfAFileIsQuotedForTheShell() throws {
    let text = text(try RecommendationFixture.recommendation(), profile: "my file; 'x'.yaml")
    #expect(text.contains("assay trial 'my file; '\\''x'\\''.yaml'"))
  }

  @Test func nothingToSayIsSaid() throws {
    let text = text(try RecommendationFixture.recommendation(suggestions: [], notes: []))
    #expect(text.contains("0 settings, 0 at the next boot, 0 pieces of advice"))
    #expect(!text.contains("At the next boot\n"))
  }

  @Test func aTerminalIsNotSteeredByWhatWasRead() throws {
    let setting = try RecommendationFixture.setting("bad\u{1B}[31m name")
    let text = text(try RecommendationFixture.recommendation(suggestions: [setting]))
    #expect(!text.contains("\u{1B}"))
  }

  @Test func colourChangesNothingButColour() throws {
    let plain = text(try RecommendationFixture.recommendation())
    let painted = text(try RecommendationFixture.recommendation(), color: true)
    #expect(painted.contains("\u{1B}["))
    #expect(painted.replacing(#/\u{1B}\[[0-9]*m/#, with: "") == plain)
  }
}

@Suite struct RuleBookTextTests {
  @Test func everyRuleIsListedWithItsSource() {
    let text = RuleBookText.render(RuleBook(), width: 110, color: false)
    for rule in Rule.all {
      #expect(text.contains("\n\(rule.id)"), "\(rule.id)")
      #expect(text.contains(rule.title.split(separator: " ").prefix(3).joined(separator: " ")))
    }
    #expect(text.contains("nothing: advice in words"))
    #expect(text.hasPrefix("\(Rule.all.count) rules: from measured facts to candidate settings"))
  }
}
