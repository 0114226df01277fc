/// Labels and figures of live migrations in words and in the order in which people read them (see `LabelWords`).
enum LiveMigrationWords {
  /// Values in order, with their words.
  static let known: LabelWords.Known = [
    "strategy": [
      "precopy", "auto-converge", "xbzrle", "multifd", "multifd-zstd", "multifd-zlib", "postcopy",
      "postcopy-preempt",
    ].map { ($0, $0) },
    "link": [("none", "direct")],
    "stage": ["pre-check", "reserve", "sync", "migrate", "health-check", "switch-back"].map { ($0, $0) },
  ]

  /// A label and its value where no head names it: `precopy`, `2000 pages/s`; nil for labels of others.
  static func text(_ label: String, _ value: String) -> String? {
    switch label {
    case "strategy": value
    case "dirty": "\(value) pages/s"
    case "link": link(value)
    case "hop": "hop \(value)"
    case "route": "chain \(value.split(separator: ",").joined(separator: " → "))"
    default: nil
    }
  }

  /// A link in words: `direct`, `relay, 256 Mbit/s, 2 ms delay`. What is not known stays as it is.
  static func link(_ text: String) -> String {
    let parts = text.split(separator: ",").map(String.init)
    guard parts.first != "none" || parts.count > 1 else { return "direct" }
    return parts.map { part in
      let sides = part.split(separator: "=", maxSplits: 1).map(String.init)
      guard sides.count == 2 else { return part }
      switch sides[0] {
      case "rate": return rate(sides[1])
      case "delay": return spaced(sides[1]).map { "\($0) delay" } ?? part
      default: return part
      }
    }.joined(separator: ", ")
  }

  /// Bits a second in powers of 1,000, or bytes a second in powers of 1,024.
  private static func rate(_ text: String) -> String {
    for (suffix, unit) in [
      ("kbit", "kbit/s"), ("mbit", "Mbit/s"), ("gbit", "Gbit/s"), ("k", "KiB/s"), ("m", "MiB/s"),
      ("g", "GiB/s"), ("", "B/s"),
    ] where text.hasSuffix(suffix) && isNumber(text.dropLast(suffix.count)) {
      return "\(text.dropLast(suffix.count)) \(unit)"
    }
    return text
  }

  /// `2 ms` of `2ms`; nil for what is no time.
  private static func spaced(_ text: String) -> String? {
    for (suffix, unit) in [("ms", "ms"), ("us", "µs"), ("ns", "ns"), ("s", "s")]
    where text.hasSuffix(suffix) && isNumber(text.dropLast(suffix.count)) {
      return "\(text.dropLast(suffix.count)) \(unit)"
    }
    return nil
  }

  private static func isNumber(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
  }

  /// Where a migration ran, in words. Labels that are not known follow with their names.
  static func sentence(_ labels: [String: String]) -> String {
    let rest = labels.keys.filter { $0 != "link" }.sorted()
    return (["link"] + rest).compactMap { label in
      labels[label].map { label == "link" ? "link: \(link($0))" : LabelText.text(label, $0, beside: labels) }
    }.joined(separator: ", ")
  }

  /// What each figure is called and what it means, in the order of the tables.
  static let meanings: [(id: String, name: String, meaning: String)] = [
    (
      LiveMigrationFigure.guestPauseID, "stood still",
      "how long the guest ran no instruction, by the guest's own record: trust it for the pause"
    ),
    (
      LiveMigrationFigure.boundID, "±",
      "how far the clocks of guest and host may be apart: what the pause may be wrong by"
    ),
    (
      LiveMigrationFigure.blackoutID, "from outside",
      "the longest time in which nobody outside heard of the guest: trust it for what clients notice"
    ),
    (
      LiveMigrationFigure.pauseID, "stop to resume",
      "from the source's event STOP to the target's event RESUME, by the host's clock"
    ),
    (LiveMigrationFigure.reportedID, "QEMU says", "the downtime in QEMU's own report: shown to be checked"),
    (
      LiveMigrationFigure.totalID, "total", "from the command to migrate until the source is no longer needed"
    ),
    (LiveMigrationFigure.transferredID, "moved", "bytes from the source to the target"),
    (LiveMigrationFigure.throughputID, "throughput", "bytes moved a second, over the whole migration"),
    (LiveMigrationFigure.remainingID, "left over", "bytes that were still to be sent at the end"),
    (LiveMigrationFigure.roundsID, "rounds", "how often the whole memory was gone through"),
    (
      LiveMigrationFigure.convergedID, "converged",
      "whether it came to an end by itself, without a limit being raised or time running out"
    ),
    (
      LiveMigrationFigure.verifiedID, "pages verified",
      "pages found to be right on the target, each by its content"
    ),
    (
      LiveMigrationFigure.brownoutID, "brownout",
      "time between two beats of the guest while it migrates, without the blackout"
    ),
    (LiveMigrationFigure.beatID, "before", "time between two beats of the guest before it migrates"),
    (
      LiveMigrationFigure.lostID, "writes lost",
      "share of the pages that the guest would have written in that time and did not"
    ),
    (
      LiveMigrationFigure.forecastPauseID, "pause, forecast", "what the model said before, from rate and load"
    ),
    (
      LiveMigrationFigure.forecastTotalID, "total, forecast", "what the model said before, from rate and load"
    ),
    (
      LiveMigrationFigure.forecastLoadID, "load",
      "the rate that it needs to come to an end, of the link's: from 90 to 110 % nobody knows"
    ),
    (
      LiveMigrationFigure.resolutionID, "to within",
      "the time between two questions to the guest: nothing shorter is seen"
    ),
    (
      LiveMigrationFigure.forecastConvergesID, "ends, forecast",
      "whether the model said that it would come to an end by itself"
    ),
    (
      LiveMigrationFigure.calibrationID, "calibration",
      "how far a pause of a known length is measured wrong: shorter differences say nothing"
    ),
  ]
}
