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
    /// Whether the kernel still runs with words of ours: the next boot is without them.
    public var needsReboot = false

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
    return try body(try journals.filter { try !forgetWhatABootTook($0) })
  }

  /// What a reboot took along needs nothing more.
  ///
  /// - Returns: whether nothing is left, and the journal is removed.
  private func forgetWhatABootTook(_ journal: Journal) throws -> Bool {
    let state = journal.state
    guard state.begin.boot != boot, !state.begin.persists, state.phase == .applied, state.isConfirmed
    else { return false }
    for (number, change) in state.changes.enumerated()
    where change.isOpen && !change.recorded.survivesReboot {
      try journal.add(.settled(number, .gone))
    }
    return try removeIfSettled(journal)
  }

  /// Removes a journal of which nothing is left.
  @discardableResult
  func removeIfSettled(_ journal: Journal) throws -> Bool {
    guard journal.state.changes.allSatisfy({ !$0.isOpen }) else { return false }
    try journal.remove()
    return true
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
  static var loginUser: UInt32 {
    let unset = UInt32.max
    let login = Files.fact("/proc/self/loginuid").flatMap { UInt32($0) } ?? unset
    return login == unset ? Ownership.ownUser : login
  }
}
