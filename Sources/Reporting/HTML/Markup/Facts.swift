/// Names and values side by side.
enum Facts {
  static func markup(_ facts: [(name: String, value: String)]) -> Markup {
    .element("dl", ["class": "facts"]) {
      for fact in facts {
        Markup.element("dt", fact.name)
        Markup.element("dd", fact.value.isEmpty ? "–" : fact.value)
      }
    }
  }
}
