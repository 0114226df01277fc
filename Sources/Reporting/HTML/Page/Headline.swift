internal import Experiment

/// A figure that a planner asks for first, and what it stands for.
struct Card {
  var name: String
  var estimate: Estimate
  /// How it was measured.
  var notes: [String]

  init(_ name: String, _ estimate: Estimate, notes: [String]) {
    self.name = name
    self.estimate = estimate
    self.notes = notes
  }

  /// The number large, its unit and marks small, below it how sure it is.
  var markup: Markup {
    let words = estimate.markedText.split(separator: " ", maxSplits: 1).map(String.init)
    return .element("div", ["class": "card"]) {
      Markup.element("dt", name)
      Markup.element("dd") {
        Markup.element("span", ["class": "figure"]) {
          Markup("\(words.first ?? "") ")
          Markup.element("span", ["class": "unit"], words.count > 1 ? words[1] : "")
        }
        Markup.element(
          "span", ["class": "note"],
          ([estimate.detailText] + notes).filter { !$0.isEmpty }.joined(separator: " · "))
      }
    }
  }
}

/// The few figures that come first: each section names its own.
enum Headline {
  static func markup(_ reading: RunReading) -> Markup? {
    let cards = PageSections.all.flatMap { $0.cards(reading) }.filter(\.estimate.isResult)
    guard !cards.isEmpty else { return nil }
    return .element("dl", ["class": "cards"]) { for card in cards { card.markup } }
  }
}
