/// Whether a stage keeps its thresholds.
public enum StageVerdict: String, Codable, Sendable {
  /// It keeps all of them.
  case pass = "PASS"
  /// It breaks one, or could not be done.
  case fail = "FAIL"
  /// One cannot be told here, and it keeps all others.
  case unknown = "UNKNOWN"
}

/// What was found of one figure.
public struct StageFinding: Codable, Equatable, Sendable {
  /// Of what.
  public var figure: StageFigure
  /// In the figure's unit; nil where it cannot be told.
  public var value: Double?
  /// What is behind it; where there is no value, why.
  public var detail: String

  init(_ figure: StageFigure, _ value: Double?, _ detail: String = "") {
    self.figure = figure
    self.value = value
    self.detail = detail
  }

  /// `link-rate 112.4 MiB/s`; `ecc-errors unknown: …`.
  public var text: String {
    let value = value.flatMap { $0.isFinite ? $0 : nil }
    let words = detail.isEmpty ? "" : value == nil ? ": \(detail)" : " (\(detail))"
    return "\(figure.rawValue) \(value.map(figure.text) ?? "unknown")\(words)"
  }
}

/// A stage of a hop, timed and judged.
public struct StageResult: Codable, Equatable, Sendable {
  /// Which.
  public var stage: Stage
  /// Of which hop: `A-B`.
  public var hop: String
  /// How long it took.
  public var seconds: Double
  /// What it was judged by, `seconds` left out.
  public var findings: [StageFinding]
  /// Whether it keeps its thresholds.
  public var verdict: StageVerdict
  /// One line for people.
  public var why: String
  /// Whether something went wrong that no threshold is about.
  public var isFault: Bool
}

extension StageThresholds {
  /// Judges a stage.
  ///
  /// - Parameter fault: why it could not be done, or must not be used; nil where it was done.
  public func judge(
    _ stage: Stage, hop: String, seconds: Double, _ findings: [StageFinding], fault: String? = nil
  ) -> StageResult {
    func result(_ verdict: StageVerdict, _ why: String) -> StageResult {
      StageResult(
        stage: stage, hop: hop, seconds: seconds, findings: findings, verdict: verdict, why: why,
        isFault: fault != nil)
    }
    if let fault { return result(.fail, fault) }
    let all = [StageFinding(.seconds, seconds)] + findings
    var broken: [String] = []
    var open: [String] = []
    for bound in bounds where bound.stage == stage {
      let found = all.first { $0.figure == bound.figure }
      guard let value = found?.value, !value.isNaN else {
        open.append((found ?? StageFinding(bound.figure, nil, "it was not measured")).text)
        continue
      }
      guard let found, bound.figure.isLeast ? value < bound.limit : value > bound.limit else { continue }
      let side = bound.figure.isLeast ? "below the" : "above the"
      broken.append("\(found.text) is \(side) \(bound.figure.text(bound.limit)) of the thresholds")
    }
    if !broken.isEmpty { return result(.fail, broken.joined(separator: "; ")) }
    if !open.isEmpty { return result(.unknown, open.joined(separator: "; ")) }
    return result(.pass, findings.map(\.text).joined(separator: ", "))
  }
}
