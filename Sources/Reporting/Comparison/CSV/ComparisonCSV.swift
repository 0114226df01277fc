public import Comparison
internal import Experiment

/// A comparison as comma-separated values (RFC 4180): one record a metric, for spreadsheets and scripts.
public enum ComparisonCSV {
  /// Names of the fields, in order; later versions add theirs at the end.
  static let names = [
    "id", "labels", "unit", "better", "role", "verdict", "reason", "base_median", "candidate_median",
    "base_samples",
    "candidate_samples", "base_invalid_samples", "candidate_invalid_samples", "base_spread",
    "candidate_spread",
    "ratio", "ratio_lower", "ratio_upper", "level", "p", "p_adjusted", "minimum_detectable_effect",
    "blocks_to_decide",
  ]

  /// A header and a record for each metric, each ended by CR LF; what is not known is empty.
  ///
  /// Numbers are in SI base units with all their digits and a decimal point. The same comparison gives the same text.
  public static func render(_ comparison: Comparison) -> String {
    ([names] + comparison.metrics.map(fields)).map { record in
      record.map(quoted).joined(separator: ",") + "\r\n"
    }.joined()
  }

  private static func fields(_ metric: MetricComparison) -> [String] {
    let labels = metric.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let (base, candidate, effect) = (metric.base, metric.candidate, metric.effect)
    return [
      metric.id, labels.joined(separator: ","), metric.unit, metric.better.rawValue, metric.role.rawValue,
      metric.verdict.rawValue, metric.reason, number(base?.median), number(candidate?.median),
      number(base?.samples), number(candidate?.samples), number(base?.invalidSamples),
      number(candidate?.invalidSamples), number(base?.spread), number(candidate?.spread),
      number(effect?.ratio),
      number(effect?.lower), number(effect?.upper), number(effect?.level), number(metric.p),
      number(metric.adjustedP), number(metric.minimumDetectableEffect), number(metric.blocksToDecide),
    ]
  }

  private static func number(_ value: Double?) -> String {
    value.flatMap { $0.isFinite ? "\($0)" : nil } ?? ""
  }

  private static func number(_ value: Int?) -> String { value.map { "\($0)" } ?? "" }

  /// A field in quotes where it needs them; control characters, which the format has no place for, are replaced.
  private static func quoted(_ field: String) -> String {
    let clean = TerminalText.clean(field)
    let isPlain = !clean.contains { $0 == "," || $0 == "\"" }
    return isPlain ? clean : "\"\(clean.replacing("\"", with: "\"\""))\""
  }
}
