internal import Experiment
internal import Statistics

/// The few numbers that a planner asks for first.
enum Headline {
  /// A number and what it stands for.
  private struct Card {
    var name: String
    var value: String
    var unit: String
    var note: String
  }

  static func markup(_ view: RunView) -> Markup? {
    let cards =
      [bandwidth(view, "copy"), bandwidth(view, "triad"), bandwidth(view, "read")]
      + [latency(view, pages: "4k"), latency(view, pages: "thp"), knee(view)]
    guard cards.contains(where: { $0 != nil }) else { return nil }
    return .element("dl", ["class": "cards"]) {
      for card in cards.compactMap({ $0 }) {
        Markup.element("div", ["class": "card"]) {
          Markup.element("dt", card.name)
          Markup.element("dd") {
            Markup.element("span", ["class": "figure"]) {
              Markup("\(card.value) ")
              Markup.element("span", ["class": "unit"], card.unit)
            }
            Markup.element("span", ["class": "note"], card.note)
          }
        }
      }
    }
  }

  /// The fastest combination of threads and stores for a kernel.
  private static func bandwidth(_ view: RunView, _ kernel: String) -> Card? {
    let measured = view.metrics("memory.bandwidth").filter { $0["kernel"] == kernel && $0.mainLevel != nil }
    guard let best = measured.max(by: { ($0.mainLevel?.value ?? 0) < ($1.mainLevel?.value ?? 0) }) else {
      return nil
    }
    let threads = best["threads"].map { LabelText.text("threads", $0) }
    let stores = kernel == "read" ? nil : best["store"].map { "\($0) stores" }
    return card("Peak \(kernel) bandwidth", best, [threads, stores])
  }

  /// The largest working set in local memory.
  private static func latency(_ view: RunView, pages: String) -> Card? {
    let local = view.metrics("memory.latency").filter {
      $0["pages"] == pages && $0["level"] == "DRAM" && $0["cpu_node"] == $0["memory_node"]
        && $0.mainLevel != nil
    }
    guard let best = local.max(by: { ($0.number("working_set") ?? 0) < ($1.number("working_set") ?? 0) })
    else {
      return nil
    }
    return card("DRAM latency, \(LabelText.value("pages", pages))", best, [])
  }

  private static func knee(_ view: RunView) -> Card? {
    let curve = LoadedCurve.all(in: view).first { $0.knee != nil }
    guard let curve, let knee = curve.knee else { return nil }
    let unit = DisplayUnit("B/s", for: knee.bandwidth)
    let latency = DisplayUnit("s", for: knee.latency).text(knee.latency)
    return Card(
      name: "Latency bends at", value: unit.number(knee.bandwidth), unit: unit.symbol,
      note: "\(knee.load) % of the peak load, \(latency) a load")
  }

  private static func card(_ name: String, _ metric: PlottedMetric, _ notes: [String?]) -> Card {
    let unit = DisplayUnit(metric.metric.unit, for: metric.levels.map(\.value).max() ?? 0)
    let value = metric.levels.map { unit.number($0.value) }.joined(separator: " or ")
    let spread =
      metric.hasModes || metric.levels.first?.interval != nil ? metric.spreadText : metric.countText
    return Card(
      name: name, value: value, unit: unit.symbol,
      note: (notes.compactMap { $0 } + [spread]).joined(separator: " · "))
  }
}
