internal import Experiment
internal import Fleet
internal import Statistics

extension OddNode {
  /// A sign beside a value.
  var sign: String { method == .pair ? "≠" : direction == .worse ? "✕" : "▲" }

  /// The metric's name and its labels in words.
  var metricName: String { FleetMetric.fullName(metric, labels) }
  /// `−18 %`
  var changeText: String { Change.text(ratio) }
  /// `[−19, −17]`; `–` where it is not known.
  var intervalText: String { interval.map { Change.interval($0.lower, $0.upper) } ?? "–" }

  /// `memory.bandwidth triad: −18 % [−19, −17], p <0.001, worse`
  var line: String {
    let range = interval == nil ? "" : " \(intervalText)"
    return "\(metricName): \(changeText)\(range), p \(Change.probability(p)), \(direction.rawValue)"
  }
}

extension AcceptanceResult.Line {
  /// Of whom what is asked: `node2: memory.bandwidth{kernel=triad} >= 20 GB/s`; the metric too where the file does not
  /// name it in full.
  var subject: String {
    let full = metric.flatMap { asked.contains($0) ? nil : ", in \($0)" } ?? ""
    return "\(place.map { "\($0): " } ?? "")\(asked)\(full)"
  }

  /// `16.4 GB/s`; `–` where nothing was measured.
  var valueText: String { value.map { Units.text($0, unit: unit ?? "1") } ?? "–" }

  /// `16.2–16.5 GB/s`, an end that is not known left open; empty where both are.
  var intervalText: String {
    let unit = unit ?? "1"
    return switch (low, high) {
    case (let low?, let high?): Units.range(low, high, unit: unit)
    case (let low?, nil): "from \(Units.text(low, unit: unit))"
    case (nil, let high?): "up to \(Units.text(high, unit: unit))"
    case (nil, nil): ""
    }
  }

  /// `16.4 GB/s [16.2–16.5 GB/s], n 30`, and why nothing can be told; the reason alone where nothing was measured.
  var measured: String {
    let range = intervalText.isEmpty ? "" : " [\(intervalText)]"
    let figures = value == nil ? [] : ["\(valueText)\(range), n \(samples)"]
    return (figures + (reason.map { [$0] } ?? [])).joined(separator: "; ")
  }
}

extension AcceptanceResult.Status {
  var sign: String {
    switch self {
    case .pass: "✓"
    case .fail: "✕"
    case .inconclusive: "?"
    }
  }

  var tone: Tone {
    switch self {
    case .pass: .good
    case .fail: .bad
    case .inconclusive: .caution
    }
  }

  /// The looks that pages have for verdicts.
  var style: String {
    switch self {
    case .pass: "better"
    case .fail: "worse"
    case .inconclusive: "inconclusive"
    }
  }
}

extension FleetVerdict.Outcome {
  /// The same word as for a promise.
  var status: AcceptanceResult.Status {
    switch self {
    case .pass: .pass
    case .fail: .fail
    case .inconclusive: .inconclusive
    }
  }

  var word: String { status.rawValue }
}
