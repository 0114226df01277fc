import Comparison
import Experiment
import Reporting

extension ComparisonFixture {
  /// Text that tries to be markup, a formula, a table, a line of its own, an escape of a terminal, and no character.
  static let hostileText =
    "=1|2\"'<b>&`*_[x](http://e.example)~$@octocat #7\\\u{1B}[31m\u{7}\u{9B}2J\r\n# EOF\n</testsuite>]]>\u{202E}\u{FFFE}\u{0}\u{85}"

  /// A comparison in which every text is hostile.
  static var hostile: Comparison {
    var comparison = ComparisonFixture(metrics: 24, blocks: 6).comparison
    let text = hostileText
    comparison.base = side(comparison.base)
    comparison.candidate = side(comparison.candidate)
    comparison.moreBases = [comparison.base]
    comparison.testing = [text]
    comparison.reason = text
    comparison.fingerprint.blocking = []
    for index in comparison.fingerprint.differences.indices {
      comparison.fingerprint.differences[index].name = text
      comparison.fingerprint.differences[index].base = text
      comparison.fingerprint.differences[index].candidate = index.isMultiple(of: 2) ? nil : text
    }
    for index in comparison.metrics.indices {
      comparison.metrics[index].reason = text
      switch index % 4 {
      case 0:
        comparison.metrics[index].id = "\(text)\(index)"
        comparison.metrics[index].labels = [:]
      case 1:
        comparison.metrics[index].labels = [
          text: "\(text)\(index)", "1a.b": "x", "1a-b": "x", "host": "mine",
        ]
      case 2: comparison.metrics[index].unit = text
      default: comparison.metrics[index].labels["kernel"] = "\(text)\(index)"
      }
    }
    comparison.warnings = [Run.Warning(code: text, message: text, advice: text)]
    return comparison
  }

  static let hostileSuspects = [
    Suspect(name: hostileText, base: hostileText, candidate: nil, why: hostileText)
  ]

  private static func side(_ side: Comparison.Side) -> Comparison.Side {
    var side = side
    side.id = hostileText
    side.host = hostileText
    side.started = hostileText
    side.kernel = hostileText
    side.toolVersion = hostileText
    return side
  }

  /// Numbers that no judgement gives, and that a damaged document may hold.
  static let badNumbers: [Double] = [
    .nan, .infinity, -.infinity, 0, -1, 1.7e308, -1.7e308, .leastNonzeroMagnitude,
  ]

  /// A comparison in which every number is this one.
  static func numbers(_ number: Double) -> Comparison {
    var comparison = ComparisonFixture(metrics: 12, blocks: 6).comparison
    comparison.delta = number
    comparison.level = number
    for index in comparison.metrics.indices {
      comparison.metrics[index].p = number
      comparison.metrics[index].adjustedP = number
      comparison.metrics[index].minimumDetectableEffect = number
      comparison.metrics[index].effect?.ratio = number
      comparison.metrics[index].effect?.lower = number
      comparison.metrics[index].effect?.upper = number
      comparison.metrics[index].effect?.level = number
      comparison.metrics[index].blocksToDecide = index.isMultiple(of: 2) ? .max : .min
      for side in [\MetricComparison.base, \.candidate] {
        comparison.metrics[index][keyPath: side]?.median = number
        comparison.metrics[index][keyPath: side]?.spread = number
        for place in comparison.metrics[index][keyPath: side]?.values.indices ?? 0..<0 {
          comparison.metrics[index][keyPath: side]?.values[place].value = place == 0 ? number : -number
        }
      }
    }
    return comparison
  }

  /// Comparisons with little in them.
  enum Edge: CaseIterable {
    case nothing, noBlocks, oneBlock, hintsOnly, forbidden, severalBases, all

    var comparison: Comparison {
      switch self {
      case .nothing: return ComparisonFixture(metrics: 0).comparison
      case .noBlocks: return ComparisonFixture(metrics: 3, blocks: 0).comparison
      case .oneBlock: return ComparisonFixture(metrics: 3, blocks: 1).comparison
      case .hintsOnly:
        var runs = ComparisonFixture(metrics: 12, hasHints: true).runs
        runs.candidate.metrics.removeAll { $0.role == .primary }
        for index in runs.bases.indices { runs.bases[index].metrics.removeAll { $0.role == .primary } }
        return Comparison(
          base: runs.bases[0], candidate: runs.candidate, rules: ComparisonRules(testing: ["kernel"]))
      case .forbidden:
        var runs = ComparisonFixture(metrics: 12).runs
        runs.candidate.host.mustMatch["cpu_model"] = "Another Processor 1"
        return Comparison(
          base: runs.bases[0], candidate: runs.candidate, rules: ComparisonRules(testing: ["kernel"]))
      case .severalBases: return ComparisonFixture(metrics: 9, blocks: 8, moreBases: 3).comparison
      case .all: return ComparisonFixture(metrics: 40).comparison
      }
    }
  }
}
