import Testing

@testable import Advice
@testable import Reporting

@Suite struct RecommendationPageTests {
  private func source(_ recommendation: Recommendation, profile: String? = "node1.yaml") -> String {
    RecommendationPage.render(recommendation, on: RecommendationFixture.topology, profile: profile)
  }

  @Test func thePageIsWellFormedAndHoldsEverything() throws {
    let page = try HTMLPage(source(try RecommendationFixture.recommendation()))
    let texts = Set(page.elements.map(\.text))
    for text in [
      "sysctl/vm.swappiness", "60 → 1", "A page from swap takes 900 loads.", "boot/nohz_full",
      "migrate with multifd",
      "unproven", "medium: less cache", "Documentation/x.rst", "assay trial node1.yaml", "it is 1 already",
      "the Run is not complete (running)",
    ] {
      #expect(texts.contains(text), "\(text)")
    }
    #expect(page.elements("script").isEmpty)
    #expect(
      page.elements("h1").map(\.text) == [
        "Recommendation for latency on node1: 1 setting, 1 at the next boot, 1 piece of advice"
      ])
    #expect(!page.elements("svg").isEmpty)
  }

  @Test func whatWasReadIsText() throws {
    let setting = try RecommendationFixture.setting("<script>alert(1)</script> & \"more\"")
    let source = source(try RecommendationFixture.recommendation(suggestions: [setting]), profile: "<b>.yaml")
    #expect(!source.contains("<script"))
    #expect(!source.contains("<b>"))
    _ = try HTMLPage(source)
  }

  @Test func nothingToSayMakesAPageToo() throws {
    let page = try HTMLPage(
      source(try RecommendationFixture.recommendation(suggestions: [], notes: []), profile: nil))
    #expect(page.elements("h3").map(\.text).contains("What to do with it"))
    #expect(!page.elements("h3").map(\.text).contains("Settings"))
  }

  @Test func theSameRecommendationGivesTheSamePage() throws {
    let first = source(try RecommendationFixture.recommendation())
    #expect(try source(RecommendationFixture.recommendation()) == first)
  }
}
