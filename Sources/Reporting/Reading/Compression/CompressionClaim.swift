/// Advice on compression found on the web, as figures that can be measured.
struct CompressionClaim: Sendable {
  var codec: String
  var level: String
  /// Size of the blocks: `4k`.
  var block: String
  /// The share of the bytes that is said to be saved.
  var saving: Double
  /// What a call is said to take, seconds.
  var seconds: Double

  /// What is judged here. The advice names no data and no direction; it is given for swap of pages.
  static let all = [
    CompressionClaim(codec: "zstd", level: "1", block: "4k", saving: 0.85, seconds: 12e-6),
    CompressionClaim(codec: "zstd", level: "3", block: "4k", saving: 0.92, seconds: 28e-6),
  ]

  /// What a measurement says of a claim.
  enum Verdict: String, Sendable {
    case holds, doesNotHold = "does not hold", undecided, notMeasured = "not measured"
  }

  /// Half a unit of the last digit of the claims, which are whole per cent and whole microseconds.
  static let savingRounding = 0.005
  static let secondsRounding = 0.5e-6

  /// Whether so much is saved: holds where the whole interval is at least the claim as it was rounded, does not hold
  /// where all of it is below.
  func judge(saving measured: ClosedRange<Double>?) -> Verdict {
    guard let measured else { return .notMeasured }
    let least = saving - Self.savingRounding
    return measured.lowerBound >= least ? .holds : measured.upperBound < least ? .doesNotHold : .undecided
  }

  /// Whether a call is so fast: holds where the whole interval is at most the claim as it was rounded, does not hold
  /// where all of it is above.
  func judge(seconds measured: ClosedRange<Double>?) -> Verdict {
    guard let measured else { return .notMeasured }
    let most = seconds + Self.secondsRounding
    return measured.upperBound <= most ? .holds : measured.lowerBound > most ? .doesNotHold : .undecided
  }

  /// Of both parts together: one that does not hold breaks the claim.
  static func together(_ parts: [Verdict]) -> Verdict {
    [.doesNotHold, .notMeasured, .undecided].first { parts.contains($0) } ?? .holds
  }

  /// `zstd 1`.
  var name: String { CompressionWords.name(codec: codec, level: level, hasDictionary: false) }
  /// `85 % in 12 µs`.
  var text: String { "\(Units.percent(saving)) in \(Units.withoutZeros(of: seconds, unit: "s"))" }
}
