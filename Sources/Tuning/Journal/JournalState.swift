/// What a journal says all in all.
public struct JournalState: Sendable {
  /// A change and what has come of it.
  public struct Change: Sendable {
    /// What was recorded.
    public internal(set) var recorded: RecordedChange
    /// Whether it was written and read back.
    public internal(set) var isDone = false
    /// How it came to need nothing more; nil while it does.
    var settlement: JournalRecord.Settlement?

    /// Whether taking back has something to do with it.
    public var isOpen: Bool { settlement == nil }
  }

  /// How far it is.
  public enum Phase: Sendable, Equatable {
    /// Intents are incomplete: nothing was written.
    case preparing
    /// Something may have been written.
    case applying
    /// All was.
    case applied
    /// Some may have been taken back.
    case reverting
  }

  /// Seconds since the boot: 30 years.
  private static let latestDeadline = 1e9

  let begin: JournalRecord.Begin
  /// In the order of applying.
  public internal(set) var changes: [Change] = []
  /// The change that was being written back last, unless it was settled.
  private(set) var restoring: Int?
  /// How far it is.
  public private(set) var phase = Phase.preparing
  /// Whether somebody said that it may stay, or nobody needs to.
  public private(set) var isConfirmed: Bool
  /// The boot that is its trial; nil before that.
  private(set) var trial: JournalRecord.Trial?
  private var wasApplied = false

  /// The profile's name.
  public var profile: String { begin.profile }
  /// Seconds since the boot at which it is reverted unless confirmed.
  public var confirmBy: Double? { isConfirmed ? nil : trial?.confirmBy ?? begin.confirmBy }
  /// The boot in which it can be confirmed.
  var confirmBoot: String { trial?.boot ?? begin.boot }

  /// A journal that cannot be believed.
  public struct Refusal: Error, Equatable, CustomStringConvertible, Sendable {
    /// File, line and reason.
    public let description: String
  }

  /// Reads a journal's bytes; nil where it has not even begun: then nothing was written after it.
  ///
  /// The last line may have been written in part when the power went, or the process; that was no record yet. Anything
  /// else that is wrong is a refusal: who takes settings back by a journal must be able to believe it.
  ///
  /// - Parameter name: the file, for messages.
  init?(_ bytes: [UInt8], name: String) throws(Refusal) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    // What follows the last line end is a part of a line, or nothing.
    lines.removeLast()
    guard let first = lines.first else { return nil }
    guard case .begin(let begin) = try Self.record(first, 1, name) else {
      throw Refusal(description: "\(name):1: a journal begins with what is applied")
    }
    guard begin.version == 1, begin.changes >= 0 else {
      throw Refusal(description: "\(name):1: version \(begin.version) is not known to this version of Assay")
    }
    guard Self.isPossible(begin.confirmBy), Self.isPossible(begin.confirmWithin) else {
      throw Refusal(description: "\(name):1: a time to confirm that no machine will see")
    }
    self.begin = begin
    isConfirmed = begin.confirmBy == nil
    for (index, line) in lines.enumerated().dropFirst() {
      if let problem = take(try Self.record(line, index + 1, name)) {
        throw Refusal(description: "\(name):\(index + 1): \(problem)")
      }
    }
  }

  private static func isPossible(_ seconds: Double?) -> Bool {
    seconds.map { (0..<latestDeadline).contains($0) } ?? true
  }

  private static func record(
    _ line: some Collection<UInt8>, _ number: Int, _ name: String
  ) throws(Refusal) -> JournalRecord {
    do {
      return try JournalRecord(line: line)
    } catch {
      throw Refusal(description: "\(name):\(number): \(error.reason)")
    }
  }

  /// Takes a record.
  ///
  /// - Returns: why it cannot stand here; nil where it can.
  mutating func take(_ record: JournalRecord) -> String? {
    switch record {
    case .begin: return "a second beginning"
    case .intent(let change):
      guard phase == .preparing, changes.count < begin.changes else { return "an intent too many" }
      changes.append(Change(recorded: change))
      if changes.count == begin.changes { phase = .applying }
    case .done(let number):
      guard phase == .applying, changes.indices.contains(number) else {
        return "no change \(number) to be done"
      }
      changes[number].isDone = true
    case .applied:
      guard phase == .applying, changes.allSatisfy(\.isDone) else { return "applied, but not all is done" }
      phase = .applied
      wasApplied = true
    case .trial(let trial):
      guard phase == .applied, !isConfirmed, self.trial == nil, trial.boot != begin.boot,
        Self.isPossible(trial.confirmBy)
      else { return "nothing that a boot could be the trial of" }
      self.trial = trial
    case .confirmed:
      guard phase == .applied else { return "confirmed, but not applied" }
      isConfirmed = true
    case .reverting:
      guard phase != .preparing else { return "nothing was written that could be taken back" }
      phase = .reverting
    case .restoring(let number):
      guard phase == .reverting, changes.indices.contains(number) else {
        return "no change \(number) to write back"
      }
      restoring = number
    case .settled(let number, let settlement):
      guard changes.indices.contains(number), phase == .reverting || needsNoRevert(number, settlement) else {
        return "no change \(number) to settle"
      }
      changes[number].settlement = settlement
      if restoring == number { restoring = nil }
    case .rebased(let number, let change):
      guard changes.indices.contains(number), changes[number].recorded.key == change.key else {
        return "no change \(number) to rebase"
      }
      changes[number].recorded = change
    }
    return nil
  }

  /// What a reboot took along is gone without a revert; so is the boot guard of what was confirmed.
  private func needsNoRevert(_ number: Int, _ settlement: JournalRecord.Settlement) -> Bool {
    phase == .applied
      && (settlement == .gone || settlement == .handedOver
        || settlement == .restored && isConfirmed && BootGuard.owns(changes[number].recorded.key))
  }

  /// The change that was being written when an apply ended too early: those behind it never were. Nil where all were
  /// written.
  var interrupted: Int? { wasApplied ? nil : changes.firstIndex { !$0.isDone } }
}
