internal import Experiment
internal import Statistics

/// Bandwidth of every loop: all samples for each number of threads, and how it grows with threads.
enum BandwidthSection {
  static let section = MetricSection(ids: ["memory.bandwidth"], markup: { markup($0, $1) })

  static func markup(_ metrics: [PlottedMetric], _ view: RunView) -> Markup {
    // What crosses between nodes is shown by the NUMA section.
    let isPlaced = NUMASection.placed(in: view)
    let local = metrics.filter { !isPlaced($0) }
    guard !local.isEmpty else { return .empty }
    let groups = local.grouped { Place($0) }.sorted { $0.key < $1.key }
    let shown = Set([groups.first, groups.last].compactMap { $0?.key })
    return .element("section") {
      Markup.element("h3", "Memory bandwidth")
      Markup.element(
        "p", ["class": "quiet"],
        "Counted as STREAM counts. Ordinary stores read each line before they write it: copy and scale really move 1.5 times, add and triad 1.33 times what is counted, write and fill twice."
      )
      Legend.samples
      Markup.element("div", ["class": "grid"]) {
        for group in groups where shown.contains(group.key) { figure(group.members, group.key) }
        scaling(local)
      }
      if groups.count > shown.count {
        Markup.element("details") {
          Markup.element("summary", "All samples with other numbers of threads")
          Markup.element("div", ["class": "grid"]) {
            for group in groups where !shown.contains(group.key) { figure(group.members, group.key) }
          }
        }
      }
    }
  }

  /// What the rows of one plot have in common.
  struct Place: Hashable, Comparable {
    var threads: Int
    var cpuNode: String
    var memoryNode: String
    var pages: String
    var isa: String

    init(_ metric: PlottedMetric) {
      threads = metric.number("threads") ?? 0
      cpuNode = metric["cpu_node"] ?? ""
      memoryNode = metric["memory_node"] ?? ""
      pages = metric["pages"] ?? ""
      isa = metric["isa"] ?? ""
    }

    static func < (left: Place, right: Place) -> Bool {
      (left.threads, left.cpuNode, left.memoryNode, left.pages, left.isa)
        < (right.threads, right.cpuNode, right.memoryNode, right.pages, right.isa)
    }
  }

  private static let order = ["read", "copy", "scale", "add", "triad", "write", "fill"]

  /// The loops in the order that people know, ordinary stores before streaming ones.
  static func sorted(_ metrics: [PlottedMetric]) -> [PlottedMetric] {
    metrics.sorted { rank($0) < rank($1) }
  }

  private static func rank(_ metric: PlottedMetric) -> (Int, String, String) {
    let kernel = metric["kernel"] ?? ""
    return (order.firstIndex(of: kernel) ?? order.count, metric["store"] ?? "", metric.metric.key.description)
  }

  /// `copy, streaming stores`; reading knows no stores.
  static func name(_ metric: PlottedMetric) -> String {
    guard let kernel = metric["kernel"] else { return metric.metric.key.description }
    guard kernel != "read", let store = metric["store"] else { return kernel }
    return store == "ordinary" ? kernel : "\(kernel), \(store)"
  }

  private static func figure(_ metrics: [PlottedMetric], _ place: Place) -> Markup {
    let sorted = sorted(metrics)
    let threads = place.threads == 0 ? "All samples" : LabelText.text("threads", String(place.threads))
    let details = [place.isa, place.pages.isEmpty ? "" : LabelText.value("pages", place.pages)]
    let title = ([threads] + details.filter { !$0.isEmpty }).joined(separator: ", ")
    let plot = StripPlot(title: title, rows: sorted.map { .init(name: name($0), metric: $0) })
    let table = GenericSection.table(sorted, caption: title)
    return Figure(title: title, note: Legend.note(sorted), draw: { plot.draw(width: $0) }, table: table)
      .markup
      ?? table.markup
  }

  /// Bandwidth over threads, a curve a loop; nothing for a single number of threads.
  private static func scaling(_ metrics: [PlottedMetric]) -> Markup? {
    let loops = sorted(metrics.filter { $0.number("threads") != nil && $0.mainLevel != nil })
      .grouped { [$0["kernel"], $0["store"], $0["isa"], $0["pages"]] }
    let counts = Set(metrics.compactMap { $0.number("threads") }).sorted()
    guard let least = counts.first, let most = counts.last, least < most else { return nil }
    let unit = DisplayUnit("B/s", for: metrics.flatMap(\.levels).map(\.value).max() ?? 0)
    let main = loops.filter { isMain($0.members) }
    let series = loops.map { _, members in
      LinePlot.Series(
        name: members.first.map { name($0) } ?? "",
        points: members.sorted { ($0.number("threads") ?? 0) < ($1.number("threads") ?? 0) }.compactMap {
          metric in
          guard let level = metric.mainLevel, let threads = metric.number("threads") else { return nil }
          let title = "\(LabelText.text("threads", String(threads))): \(metric.valueText)"
          return LinePlot.Point(x: Double(threads), levels: metric.levels, main: level, title: title)
        }, isBackground: !main.isEmpty && !isMain(members))
    }
    let isWide = most / least > 8
    let plot = LinePlot(
      title: "Bandwidth over threads",
      description: series.filter { !$0.isBackground }.compactMap { curve in
        curve.points.last.map { "\(curve.name): \($0.title)" }
      }.joined(separator: "; "),
      x: .init(
        name: isWide ? "threads, logarithmic" : "threads", unit: DisplayUnit("1", for: 1),
        kind: isWide ? .logarithmic(base: 2) : .linear,
        format: { $0 == $0.rounded() ? Units.plain($0) : "" }),
      y: .init(name: unit.symbol, unit: unit, kind: .linear), series: series)
    let background = series.contains(where: \.isBackground) ? "Thin lines are the other loops." : ""
    let modes = metrics.contains(where: \.hasModes) ? " Lines go through the mode with most samples." : ""
    return Figure(title: "Bandwidth over threads", note: background + modes, draw: { plot.draw(width: $0) })
      .markup
  }

  /// Whether verdicts count the loop: these curves are named.
  private static func isMain(_ members: [PlottedMetric]) -> Bool {
    members.contains { $0.metric.role == .primary }
  }
}
