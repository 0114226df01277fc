/// What a verification found: how many blocks of each kind, and where the first of each are.
public struct VerifyReport: Sendable, Equatable, Codable {
  /// A verdict on a block that is neither good nor simply unwritten.
  public struct Finding: Sendable, Equatable, Codable {
    /// Where the block begins: bytes from the start of the target.
    public var offset: Int
    /// What became of it.
    public var verdict: BlockVerdict

    /// The finding in one sentence, without a full stop.
    public var text: String { verdict.text(at: offset) }
  }

  /// Findings of one kind that are kept; the others are counted.
  public static let findingsKept = 10

  /// The length of a block in bytes.
  public let blockBytes: Int
  /// Where the first block begins in the target.
  public let firstByte: Int
  /// When a write counted as acknowledged: `none`, `fsync`, `fdatasync`, `dsync`.
  public let policy: String
  /// How far the journal knows what was acknowledged.
  public let journal: JournalCertainty
  /// The number of blocks of each kind that occurs.
  public private(set) var counts: [BlockVerdict.Kind: Int] = [:]
  /// The first findings of each kind, in the order of their offsets.
  public private(set) var findings: [Finding] = []

  /// A report on the blocks of a shape, without any yet.
  init(_ shape: JournalShape, _ journal: JournalCertainty) {
    blockBytes = shape.blockBytes
    firstByte = shape.firstByte
    policy = shape.policy
    self.journal = journal
  }

  /// Counts a block.
  mutating func add(_ verdict: BlockVerdict, block: Int) {
    let kind = verdict.kind
    counts[kind, default: 0] += 1
    if kind == .good || verdict == .neverWritten(holdsOtherData: false) { return }
    // What was there before the run is nobody's finding.
    if kind == .neverWritten { return }
    if count(of: kind) <= Self.findingsKept {
      findings.append(Finding(offset: firstByte + block * blockBytes, verdict: verdict))
    }
  }

  /// The number of blocks of a kind.
  public func count(of kind: BlockVerdict.Kind) -> Int { counts[kind, default: 0] }

  /// All blocks that were judged.
  public var blocks: Int { counts.values.reduce(0, +) }

  /// Whether all that was acknowledged is there, and nothing is where it does not belong.
  public var isIntact: Bool { !counts.keys.contains(where: \.isFailure) }

  /// The verdict, the counts, then the findings: one sentence a line, without full stops.
  public var sentences: [String] {
    var lines = [verdict]
    for kind in BlockVerdict.Kind.allCases where count(of: kind) > 0 {
      lines.append("\(count(of: kind)) \(kind.words(count(of: kind)))")
    }
    for kind in BlockVerdict.Kind.allCases {
      let shown = findings.filter { $0.verdict.kind == kind }
      lines += shown.map(\.text)
      if count(of: kind) > shown.count && !shown.isEmpty {
        lines.append("and \(count(of: kind) - shown.count) more \(kind.rawValue)")
      }
    }
    if let sentence = journal.sentence { lines.append(sentence) }
    if let advice { lines.append(advice) }
    return lines
  }

  private var verdict: String {
    let failures = BlockVerdict.Kind.allCases.filter(\.isFailure).map(count(of:)).reduce(0, +)
    if failures > 0 { return "\(failures) of \(blocks) blocks are not what was acknowledged" }
    let written = blocks - count(of: .neverWritten) - count(of: .foreign)
    return written == 0
      ? "no block was written, so there is nothing to judge"
      : "every \(journal == .whole ? "acknowledged write" : "write that the journal knows as acknowledged") is there: \(written) of \(blocks) blocks were written"
  }

  /// What a missing write means under the run's policy.
  private var advice: String? {
    guard policy == "none", count(of: .lost) + count(of: .torn) > 0 else { return nil }
    return
      "the run did not sync (policy none): after a power cut or a crash of the kernel a write cache may lose such "
      + "writes; write with --sync fsync to have them promised"
  }
}
