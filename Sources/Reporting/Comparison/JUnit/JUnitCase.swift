internal import Comparison
internal import Experiment

/// One metric, or something else that was judged, as a test case.
struct JUnitCase {
  enum Outcome: Equatable {
    /// The schema of Ant allows a passed case no words.
    case passed
    case failed(String)
    case skipped(String)
  }

  let classname: String
  let name: String
  let outcome: Outcome
  /// What a failure is called.
  let failureType: String

  init(classname: String, name: String, outcome: Outcome, failureType: String = "worse") {
    self.classname = classname
    self.name = name
    self.outcome = outcome
    self.failureType = failureType
  }

  init(_ row: ComparedMetric, _ reading: ComparisonReading) {
    let metric = row.metric
    let labels = metric.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    self.init(
      classname: metric.id.isEmpty ? "metric" : metric.id,
      name: labels.isEmpty ? (metric.id.isEmpty ? "metric" : metric.id) : labels.joined(separator: ","),
      outcome: Self.outcome(row, reading))
  }

  private static func outcome(_ row: ComparedMetric, _ reading: ComparisonReading) -> Outcome {
    let reason = row.metric.reason
    if let why = reading.comparison.fingerprint.blocking.first { return .skipped("incomparable: \(why)") }
    switch row.verdict {
    case .better, .same: return .passed
    case .worse where row.isPrimary: return .failed(reason)
    case .worse: return .skipped("informational, without a vote: \(reason)")
    case .inconclusive, .invalid, .incomparable: return .skipped("\(row.verdict.rawValue): \(reason)")
    }
  }

  var isFailure: Bool { if case .failed = outcome { true } else { false } }
  var isSkipped: Bool { if case .skipped = outcome { true } else { false } }

  var element: XMLElement {
    let children: [XMLElement] =
      switch outcome {
      case .passed: []
      case .failed(let text):
        [XMLElement("failure", [("message", text), ("type", failureType)], content: .text(text))]
      case .skipped(let text): [XMLElement("skipped", [("message", text)])]
      }
    return XMLElement(
      "testcase", [("classname", classname), ("name", name), ("time", "0")], content: .children(children))
  }
}
