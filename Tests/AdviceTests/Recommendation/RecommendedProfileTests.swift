import Testing

@testable import Advice

@Suite struct RecommendedProfileTests {
  @Test(arguments: [
    ("plain", "\"plain\""), ("a \"b\"", "\"a \\\"b\\\"\""), ("a\\b", "\"a\\\\b\""),
    ("a\nb", "\"a\\U0000000Ab\""),
    ("→ µ", "\"→ µ\""), ("", "\"\""), ("# no comment: here", "\"# no comment: here\""),
  ])
  func textsAreQuoted(text: String, quoted: String) {
    #expect(RecommendedProfile.quoted(text) == quoted)
  }
}
