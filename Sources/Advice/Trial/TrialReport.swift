internal import FoundationEssentials

/// What came of a trial: the document `assay.trial/1`.
public struct TrialReport: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.trial/1"

  /// `assay.trial/1`.
  public var schema: String
  /// The profile's name.
  public var profile: String
  /// Its file.
  public var file: String
  /// Pairs of blocks that were to count.
  public var pairs: Int
  /// Seed of every random choice.
  public var seed: UInt64
  /// When a change had settled.
  public var settled: String
  /// What was tried: each setting with the reason that somebody gave for it.
  public var factors: [TrialFactor]
  /// What could not be tried here, and why.
  public var notTested: [TrialOmission]
  /// All of the profile that could be tried, together.
  public var whole: TrialFinding?
  /// Each setting alone; empty where that was not asked for.
  public var each: [TrialFinding]
  /// Whether an end was asked for before all was measured.
  public var isInterrupted: Bool

  /// A trial of which nothing was measured yet.
  public init(
    profile: String, file: String, pairs: Int, seed: UInt64, settled: String, factors: [TrialFactor],
    notTested: [TrialOmission]
  ) {
    schema = Self.currentSchema
    self.profile = profile
    self.file = file
    self.pairs = pairs
    self.seed = seed
    self.settled = settled
    self.factors = factors
    self.notTested = notTested
    each = []
    isInterrupted = false
  }

  /// What becomes of the profile's settings by what was found.
  ///
  /// - Parameter keepsUnproven: whether settings of which nothing could be shown stay, without evidence.
  public func edit(keepsUnproven: Bool) -> ProfileEdit {
    if !each.isEmpty { return ProfileEdit(each, keepsUnproven: keepsUnproven) }
    guard let whole else { return ProfileEdit([], keepsUnproven: true) }
    return whole.keys.count == 1
      ? ProfileEdit([whole], keepsUnproven: keepsUnproven) : ProfileEdit(whole: whole)
  }

  enum CodingKeys: String, CodingKey {
    case schema, profile, file, pairs, seed, settled, factors, whole, each
    case notTested = "not_tested"
    case isInterrupted = "interrupted"
  }

  /// The report as the bytes of its document.
  public func encoded() throws -> [UInt8] { try AdviceDocument.encoded(self) }
}

/// How documents of this module are written.
enum AdviceDocument {
  /// JSON with sorted keys, and a line end.
  static func encoded(_ value: some Encodable) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(value)) + [0x0A]
  }
}
