internal import Experiment

/// How to move guests: advice in words, for none of it is a setting of the kernel.
enum MigrationRules {
  static let all = [downtime, postcopy, channels, compression]

  private static let source = "QEMU docs/devel/migration"
  private static let forecast =
    "migration.forecast_pause, migration.forecast_load, migration.forecast_converges"
  /// What QEMU takes as the longest pause where nothing is said.
  private static let usualLimit = 0.3

  static let downtime = Rule(
    "migration.downtime-limit", "a downtime limit that the forecast keeps", .migration,
    for: LayoutGoal.allCases, reads: [forecast], knobs: [],
    risk: "the guest stands still for as long as that",
    proof: "migration.blackout and migration.total with --strategy precopy at this dirty rate and link",
    source: "\(source)/main.rst (downtime-limit)"
  ) { (facts) throws(Silence) in
    try needHardware(facts)
    let pauses = try facts.results("migration.forecast_pause")
    let tight = pauses.filter { $0.value > 0.8 * limit($0) }
    guard let longest = tight.max(by: { $0.value < $1.value }) else {
      throw Silence(
        .notNeeded, "every forecast pause is well below the limit: \(pauses.first?.text ?? "none")")
    }
    let wanted = Int((longest.value * 1.25 * 100).rounded(.up)) * 10
    return Proposal.advise(
      "set downtime-limit to \(wanted) ms for guests that write this much (migrate_set_parameter, virsh"
        + " migrate-setmaxdowntime)", [Trigger(longest)],
      "the forecast pause is \(longest.text), against a limit of \(FigureText.text(limit(longest), "s")): rounds would go on"
        + " until chance helps; a quarter more than the forecast ends them")
  }

  static let postcopy = Rule(
    "migration.post-copy", "guests that write faster than the link carries", .migration,
    for: LayoutGoal.allCases, reads: ["migration.converged{strategy=precopy}", "migration.forecast_load"],
    knobs: [],
    risk: "a guest is lost when the link or the source fails meanwhile; pages are fetched on demand at first",
    proof: "migration.blackout and migration.brownout with --strategy postcopy at this dirty rate and link",
    source: "\(source)/postcopy.rst"
  ) { (facts) throws(Silence) in
    try needHardware(facts)
    let stuck = facts.measured.all("migration.converged", ["strategy": "precopy"]).filter { $0.value < 0.5 }
    let loads = facts.measured.all("migration.forecast_load").filter { $0.value >= 1 }
    if let figure = stuck.first ?? loads.first {
      return Proposal.advise(
        "use post-copy for guests that write this much (postcopy-ram; virsh migrate --postcopy), or slow them down with"
          + " auto-converge", [Trigger(figure)] + (stuck.isEmpty ? [] : loads.prefix(1).map { Trigger($0) }),
        "pre-copy does not come to an end at \(figure["dirty"] ?? "this many") pages a second over"
          + " \(figure["link"] ?? "this link")")
    }
    _ = try facts.results("migration.converged", ["strategy": "precopy"])
    throw Silence(.notNeeded, "pre-copy comes to an end in every case that was measured")
  }

  static let channels = Rule(
    "migration.multifd", "several connections side by side", .migration, for: LayoutGoal.allCases,
    reads: ["migration.total{strategy=precopy|multifd}"], knobs: [],
    risk: "CPU time of one thread for each connection, on both hosts",
    proof: "migration.total and migration.blackout with --strategy multifd over the same link",
    source: "\(source)/main.rst (multifd)"
  ) { (facts) throws(Silence) in
    try needHardware(facts)
    let pairs = try facts.results("migration.total", ["strategy": "multifd"]).compactMap { fast in
      let labels = fast.key.labels.merging(["strategy": "precopy"]) { $1 }
      return facts.measured.first("migration.total", labels).map { (fast: fast, plain: $0) }
    }
    guard let best = pairs.min(by: { $0.fast.value / $0.plain.value < $1.fast.value / $1.plain.value }) else {
      throw Silence(
        .notMeasured, "the Run has no migration with multifd and without at one dirty rate and link")
    }
    try facts.need(
      best.fast.value <= 0.8 * best.plain.value,
      "multifd takes \(best.fast.text), one connection \(best.plain.text)")
    return Proposal.advise(
      "migrate with multifd and as many channels as spare cores, 2 to 8 (virsh migrate --parallel"
        + " --parallel-connections)", [Trigger(best.fast), Trigger(best.plain)],
      "the same guest over the same link takes \(best.fast.text) with multifd and \(best.plain.text) over one connection"
    )
  }

  static let compression = Rule(
    "migration.compression", "compresses where the link is slower than the processor", .migration,
    for: LayoutGoal.allCases,
    reads: [
      "migration.throughput{link}", "compression.throughput{codec=zstd,direction=compress}",
      "compression.ratio{codec=zstd}",
    ],
    knobs: [], risk: "CPU time of the host while guests move; memory that does not compress gains nothing",
    proof: "migration.total over the same link with multifd-compression zstd and without",
    source: "\(source)/main.rst (multifd-compression)"
  ) { (facts) throws(Silence) in
    let links = try facts.results("migration.throughput").filter { MigrationLink.rate($0["link"]) != nil }
    guard
      let link = links.min(by: {
        (MigrationLink.rate($0["link"]) ?? 0) < (MigrationLink.rate($1["link"]) ?? 0)
      }),
      let rate = MigrationLink.rate(link["link"])
    else { throw Silence(.notMeasured, "the Run has no migration over a link with a rate") }
    let ratios = try facts.results("compression.ratio", ["codec": "zstd", "level": "1"])
    guard
      let ratio = ratios.first(where: { $0["corpus"]?.hasPrefix("process") ?? false })
        ?? ratios.first(where: { $0["corpus"] == "memory" })
    else { throw Silence(.notMeasured, "the Run has no compression of pages of memory with zstd 1") }
    let speed = try facts.result(
      "compression.throughput", ratio.key.labels.merging(["direction": "compress", "threads": "1"]) { $1 })
    let effective = min(speed.value, rate * ratio.value)
    try facts.need(
      effective >= 1.3 * rate,
      "one thread compresses \(speed.text), the link carries \(FigureText.text(rate, "B/s"))")
    return Proposal.advise(
      "migrate with multifd-compression zstd at level 1 over links like this",
      [Trigger(link), Trigger(ratio), Trigger(speed)],
      "the link carries \(FigureText.text(rate, "B/s")); one thread compresses \(speed.text) to a \(ratio.text)th, which makes it"
        + " \(FigureText.text(effective, "B/s")) of memory")
  }

  /// Under QEMU's translator a guest's times tell of the translator.
  private static func needHardware(_ facts: RuleFacts) throws(Silence) {
    guard facts.measured.warnings["migration.tcg"] == nil else {
      throw Silence(
        .notMeasured, "the guests ran under QEMU's translator: their times tell nothing of this host")
    }
  }

  /// The limit that a migration ran with.
  private static func limit(_ figure: MeasuredFigure) -> Double {
    figure["limit"].flatMap { Double($0.hasSuffix("ms") ? $0.dropLast(2) : $0[...]) }.map { $0 / 1_000 }
      ?? usualLimit
  }
}
