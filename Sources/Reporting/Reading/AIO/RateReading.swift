internal import Experiment

/// Latency of requests that arrive at a given rate, whether or not earlier ones are done.
struct RateReading: Sendable {
  /// Loads that differ only in the rate asked for, lowest first.
  struct Curve: Sendable {
    /// `libaio, random read, 4 KiB blocks`.
    let name: String
    let loads: [AIOLoad]
  }

  let curves: [Curve]
  let subject: Subject

  init(_ reading: RunReading) {
    let groups = AIOReading(reading).rates
    curves = groups.map { loads in
      Curve(name: AIOWords.sentence((loads.first?.labels ?? [:]).filter { $0.key != "rate" }), loads: loads)
    }
    let table = EstimateTable(
      groups.flatMap(\.self), heads: ["rate"],
      [
        .rate, .p50, .p99, AIOFigure("p99.9", dropped: 6) { $0.latency("p99.9") },
        AIOFigure("max", dropped: 5) { $0.latency("max") },
      ], main: 2)
    subject = Subject(
      title: "I/O latency at a given rate",
      explanation:
        "Requests are due at random times at the rate asked for; latency counts from when a request was due, waiting for its turn included. Depth is only a limit here.",
      tables: [table].filter { !$0.rows.isEmpty }, sentence: curves.lazy.compactMap(\.sentence).first)
  }

  /// The rate that a load was asked for, operations a second.
  static func asked(_ load: AIOLoad) -> Double? { load["rate"].flatMap { AIOWords.number("rate", $0) } }
}

extension RateReading.Curve {
  /// The device keeps up as long as it does this share of what is asked for.
  private static let enough = 0.95

  /// Up to which rate the storage keeps up, and what it does beyond.
  var sentence: String? {
    let known = loads.compactMap { load -> (load: AIOLoad, asked: Double, rate: Estimate)? in
      guard let asked = RateReading.asked(load), let rate = load.figure(AIOFigure.rateID), rate.isResult
      else {
        return nil
      }
      return (load, asked, rate)
    }
    func asked(_ entry: (load: AIOLoad, asked: Double, rate: Estimate)) -> String {
      Units.text(entry.asked, unit: "IOPS")
    }
    let short = known.firstIndex { $0.rate.value ?? 0 < Self.enough * $0.asked }
    let kept = known[..<(short ?? known.count)].last
    let latency = kept?.load.latency("p99").flatMap { $0.isResult ? " (p99 \($0.valueText))" : nil } ?? ""
    switch (kept, short.map { known[$0] }) {
    case (let kept?, let short?):
      return
        "The storage keeps up with \(asked(kept))\(latency); asked for \(asked(short)) it does \(short.rate.valueText), and requests queue."
    case (let kept?, nil):
      return "The storage keeps up with all that was asked for: \(asked(kept))\(latency)."
    case (nil, let short?):
      return "Asked for \(asked(short)) it does \(short.rate.valueText): requests queue."
    case (nil, nil): return nil
    }
  }
}
