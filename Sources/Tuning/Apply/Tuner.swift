internal import Host
internal import Platform

/// Applies plans to a machine, and takes them back. All that it knows it has from the state directory; every call that
/// changes something holds the one lock.
public struct Tuner: Sendable {
  /// The machine's settings.
  let kinds: SettingKinds
  /// Where journals, log and lock are.
  let state: StateDirectory
  /// The boot that the machine is in.
  let boot: String

  /// For a machine, or a tree of files like one.
  public init(kinds: SettingKinds, state: StateDirectory) {
    self.kinds = kinds
    self.state = state
    boot = kinds.root.text("proc/sys/kernel/random/boot_id") ?? "unknown"
  }

  /// A change that was tried or taken back, for people.
  public struct Step: Sendable, Equatable, Codable {
    /// The profile that it is of.
    public var profile: String
    /// Which setting.
    public var key: SettingKey
    /// What it was before the profile, in normal form.
    public var old: String
    /// What the profile wrote.
    public var new: String
    /// What became of it.
    public var outcome: Outcome

    init(_ profile: String, _ change: RecordedChange, _ outcome: Outcome) {
      self.profile = profile
      key = change.key
      // What cannot be read so was refused before it was recorded.
      old = (try? SettingValue(kernel: change.old, type: change.type).written) ?? change.old
      new = change.new
      self.outcome = outcome
    }

    /// What became of a setting.
    public enum Outcome: Sendable, Equatable, Codable {
      /// It was written, and reads back as wanted.
      case applied
      /// It was so already, as a profile below wants it too; it stays until both are taken back.
      case held
      /// The old value is back.
      case restored
      /// It is not there any more, and why.
      case gone(String)
      /// A profile above has it, and will give the older value back.
      case handedOver
      /// Somebody else's value was left.
      case conflict(theirs: String)
      /// The kernel did not take it, and why.
      case failed(String)
    }
  }

  /// What taking back came to, all in all.
  public struct Report: Sendable, Equatable {
    /// Every setting, in the order of taking back.
    public var steps: [Step] = []
    /// Why journal or log do not hold all of it: a full disk does not keep old values from coming back.
    public var unrecorded: String?
    /// Whether the running kernel keeps what was taken back until the next boot: words of its command line.
    public var needsReboot = false

    /// Adds what came of taking back what was applied before.
    mutating func add(_ other: Report) {
      steps += other.steps
      unrecorded = unrecorded ?? other.unrecorded
      needsReboot = needsReboot || other.needsReboot
    }

    /// Settings that still differ because the kernel refused.
    public var failures: [Step] {
      steps.filter { if case .failed = $0.outcome { true } else { false } }
    }
    /// Settings that somebody else changed.
    public var conflicts: [Step] {
      steps.filter { if case .conflict = $0.outcome { true } else { false } }
    }
  }

  // MARK: - What all calls need

  /// Runs `body` with the lock and every journal, after removing what no longer means anything.
  func withJournals<Result>(_ body: ([Journal]) throws -> Result) throws -> Result {
    let lock = try state.lock()
    defer { withExtendedLifetime(lock) {} }
    let journals = try state.journals()
    for journal in journals {
      try forgetWhatABootTook(journal, above: journals.filter { $0.number > journal.number })
    }
    return try body(journals.filter { !$0.isRemoved })
  }

  /// What a reboot took along needs nothing more; where a file of a profile above brings it back at every boot, that
  /// profile gets its old value. The journal is removed when nothing is left of it.
  private func forgetWhatABootTook(_ journal: Journal, above: [Journal]) throws {
    let state = journal.state
    guard state.begin.boot != boot, state.phase == .applied, state.isConfirmed else { return }
    for (number, change) in state.changes.enumerated() where change.isOpen && !change.recorded.lasts {
      let isHandedOver = try handOver(change.recorded, above)
      try journal.add(.settled(number, isHandedOver ? .handedOver : .gone))
    }
    try removeIfSettled(journal)
  }

  /// Removes a journal of which nothing is left.
  func removeIfSettled(_ journal: Journal) throws {
    if journal.state.changes.allSatisfy({ !$0.isOpen }) { try journal.remove() }
  }

  /// Why nothing new may be applied; nil when nothing is in the way.
  func pending(_ state: JournalState) -> String? {
    let name = state.profile
    switch state.phase {
    case .preparing: return nil
    case .applying: return "the apply of \(name) was interrupted; run: assay tune recover"
    case .reverting:
      return "\(name) is taken back in part; run: assay tune recover, or with somebody else's values: "
        + "assay tune revert \(name) --force"
    case .applied:
      guard let deadline = state.confirmBy else { return nil }
      let isOver = state.confirmBoot != boot || BootClock.now() >= deadline
      return isOver ? "\(name) was not confirmed in time; run: assay tune recover" : nil
    }
  }

  /// An entry of the log.
  func entry(
    _ action: String, _ journal: JournalRecord.Begin, _ change: RecordedChange, old: String, new: String
  ) -> TuningLog.Entry {
    TuningLog.Entry(
      at: Timestamp.now(), action: action, user: Self.loginUser, profile: journal.profile, hash: journal.hash,
      key: change.key, old: old, new: new)
  }

  /// Who logged in, also behind sudo (/proc/self/loginuid); the user where nobody did.
  static let loginUser: UInt32 = {
    let unset = UInt32.max
    let login = Files.fact("/proc/self/loginuid").flatMap { UInt32($0) } ?? unset
    return login == unset ? Ownership.ownUser : login
  }()
}
