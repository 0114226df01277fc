internal import Experiment
internal import Statistics

/// A strategy at one load of the guest over one link, and what was measured of it.
struct LiveMigration: Sendable {
  /// Migrations over one link.
  struct Group: Sendable {
    /// The link in words.
    let title: String
    /// By the guest's load, then in the order of strategies.
    let migrations: [LiveMigration]
    /// Those at one load each: strategies among which one can choose.
    var choices: [[LiveMigration]] {
      migrations.reduce(into: []) { groups, migration in
        if groups.last?.first?["dirty"] == migration["dirty"], !groups.isEmpty {
          groups[groups.count - 1].append(migration)
        } else {
          groups.append([migration])
        }
      }
    }
  }

  /// What the figures have in common: strategy, dirty, link, and whatever else a Run tells migrations apart by.
  let labels: [String: String]
  /// Every figure, in the Run's order.
  let estimates: [Estimate]
  /// By how much QEMU's pause is more than the guest's: seconds, and a share of the guest's.
  let off: Estimate?
  let offShare: Estimate?
  private let figures: [Metric.Key: Estimate]

  init(labels: [String: String], estimates: [Estimate]) {
    self.labels = labels
    self.estimates = estimates
    let figures = Dictionary(
      estimates.map { (Metric.Key(id: $0.metric.id, labels: Self.own($0)), $0) },
      uniquingKeysWith: { first, _ in first })
    self.figures = figures
    let reported = figures[Metric.Key(id: LiveMigrationFigure.reportedID)]
    let guest = figures[Metric.Key(id: LiveMigrationFigure.guestPauseID)]
    off = reported?.beside(guest, LiveMigrationFigure.offID, unit: "s", -)
    offShare = reported?.beside(guest, LiveMigrationFigure.offShareID, unit: "1") { $0 / $1 - 1 }
  }

  /// The migrations of a Run over each link, and the figures whose labels name none.
  static func all(_ reading: RunReading) -> (groups: [Group], strangers: [Estimate]) {
    let estimates = reading.estimates.filter {
      LiveMigrationFigure.ids.contains($0.metric.id) && $0.metric.id != LiveMigrationFigure.calibrationID
    }
    let known = estimates.filter(isKnown)
    let migrations = Dictionary(grouping: known, by: common).map { LiveMigration(labels: $0, estimates: $1) }
    let links = Dictionary(grouping: migrations, by: \.place).sorted { left, right in
      let ranks = (LabelWords.rank("link", left.key["link"]), LabelWords.rank("link", right.key["link"]))
      return ranks.0 == ranks.1
        ? Metric.Key(id: "", labels: left.key) < Metric.Key(id: "", labels: right.key) : ranks.0 < ranks.1
    }
    let groups = links.map { place, migrations in
      Group(
        title: LiveMigrationWords.sentence(place),
        migrations: migrations.sorted { $0.rank.lexicographicallyPrecedes($1.rank) })
    }
    return (groups, estimates.filter { !isKnown($0) })
  }

  private static func isKnown(_ estimate: Estimate) -> Bool {
    ["strategy", "dirty", "link"].allSatisfy { estimate[$0] != nil }
      && (!isOfQuantile(estimate) || estimate["quantile"] != nil)
  }

  private static func isOfQuantile(_ estimate: Estimate) -> Bool {
    [LiveMigrationFigure.brownoutID, LiveMigrationFigure.beatID].contains(estimate.metric.id)
  }

  /// The labels that tell figures of one migration apart.
  private static func own(_ estimate: Estimate) -> [String: String] {
    isOfQuantile(estimate) ? estimate.metric.labels.filter { $0.key == "quantile" } : [:]
  }

  private static func common(_ estimate: Estimate) -> [String: String] {
    isOfQuantile(estimate) ? estimate.metric.labels.filter { $0.key != "quantile" } : estimate.metric.labels
  }

  /// The value of a label.
  subscript(label: String) -> String? { labels[label] }
  /// The strategy.
  var name: String { labels["strategy"] ?? Units.unknown }
  /// Pages that the guest writes each second.
  var dirtyText: String { labels["dirty"] ?? Units.unknown }
  /// Where it ran: the link, and labels that are not known here.
  var place: [String: String] { labels.filter { $0.key != "strategy" && $0.key != "dirty" } }
  /// `postcopy at 2000 pages/s, direct`.
  var sentence: String {
    let load = LabelText.text("dirty", dirtyText, beside: labels)
    return "\(name), \(load), \(LiveMigrationWords.sentence(place))"
  }

  private var rank: [LabelWords.Rank] {
    [LabelWords.rank("dirty", self["dirty"]), LabelWords.rank("strategy", self["strategy"])]
  }

  /// A figure by the labels that are its own.
  func figure(_ id: String, _ own: [String: String] = [:]) -> Estimate? {
    figures[Metric.Key(id: id, labels: own)]
  }

  /// A share of the samples that count: `yes`, `no`, `3 of 5`; a dash where it was not measured.
  func answer(_ id: String) -> String {
    guard let values = figure(id)?.points.filter({ $0.standing != .invalid }).map(\.value), !values.isEmpty
    else { return "–" }
    let yes = values.count { $0 >= 0.5 }
    return yes == values.count ? "yes" : yes == 0 ? "no" : "\(yes) of \(values.count)"
  }

  /// Whether every sample that counts came to an end by itself; nil where that was not measured.
  var converged: Bool? {
    switch answer(LiveMigrationFigure.convergedID) {
    case "–": nil
    case "yes": true
    default: false
    }
  }

  /// Whether the guest's clock and the events of QEMU tell the same pause: within the bound of the clocks, and never
  /// closer than a millisecond, which is how exact QEMU's events are; nil where one of the two was not measured.
  var pausesAgree: Bool? {
    guard let guest = figure(LiveMigrationFigure.guestPauseID)?.summary?.median,
      let pause = figure(LiveMigrationFigure.pauseID)?.summary?.median
    else { return nil }
    let bound = figure(LiveMigrationFigure.boundID)?.summary?.median ?? 0
    return (guest - pause).magnitude <= max(1e-3, bound)
  }
}

extension Estimate {
  /// What follows from each sample of this metric and the one of another that came from the same process; nil without
  /// the other.
  func beside(
    _ other: Estimate?, _ id: String, unit: String, _ value: (Double, Double) -> Double
  ) -> Estimate? {
    guard let other else { return nil }
    let others = Dictionary(
      other.points.map { (BlockID($0.block, $0.attempt), $0.value) }, uniquingKeysWith: { first, _ in first })
    return derived(id, unit: unit, better: .lower) { sample in
      others[BlockID(sample.block, sample.attempt)].map { value(sample.value, $0) } ?? .nan
    }
  }
}
