internal import Platform

extension Tuner {
  /// A setting that a profile has, and what it is now.
  public struct Check: Sendable, Equatable, Codable {
    /// The profile that was applied last of those that have it.
    public var profile: String
    /// Which.
    public var key: SettingKey
    /// What the profile wants.
    public var wanted: String
    /// What the kernel says; nil where it cannot be read.
    public var present: String?
    /// Whether that means the same.
    public var isAsWanted: Bool
    /// Why it cannot be read.
    public var reason: String?
  }

  /// Compares every setting that is applied with what it is now; changes nothing.
  ///
  /// - Parameter profile: its name; nil for all.
  /// - Throws: `TuningProblem.notApplied`; `TuningProblem.state`.
  public func verify(_ profile: String?) throws -> [Check] {
    let states = try state.states().map(\.state)
    if let profile, !states.contains(where: { $0.profile == profile }) {
      throw TuningProblem.notApplied(profile)
    }
    var owned: Set<SettingKey> = []
    var checks: [Check] = []
    for state in states.reversed() {
      let isOtherBoot = state.begin.boot != boot
      // Within a profile each is its own, also where the kernel changes one along with another.
      let above = owned
      for change in state.changes.reversed() where change.isOpen && (!isOtherBoot || change.recorded.lasts) {
        let isOwner = above.isDisjoint(with: change.recorded.keys)
        owned.formUnion(change.recorded.keys)
        if isOwner, profile ?? state.profile == state.profile {
          checks.append(check(change.recorded, state.profile))
        }
      }
    }
    return checks.reversed()
  }

  private func check(_ change: RecordedChange, _ profile: String) -> Check {
    var check = Check(profile: profile, key: change.key, wanted: change.new, isAsWanted: false)
    do {
      let present = try kinds.read(change.key)
      check.present = present
      check.isAsWanted = try SettingValue(wanted: change.new, type: change.type).matches(kernel: present)
    } catch {
      check.reason = "\(error)"
    }
    return check
  }

  /// A profile that is applied.
  public struct Standing: Sendable, Equatable, Codable {
    /// Its name.
    public var profile: String
    /// Its content's hash when it was applied.
    public var hash: String
    /// When, RFC 3339.
    public var applied: String
    /// Who.
    public var user: UInt32
    /// Settings that it has changed, and that are not taken back.
    public var settings: Int
    /// Settings that are known to have been written: fewer where the apply was interrupted.
    public var written: Int
    /// Seconds that are left to confirm it; nil where nobody needs to.
    public var confirmWithin: Double?
    /// What has to be done; nil where nothing has.
    public var pending: String?
    /// Whether it was applied in an earlier boot, which took its runtime settings along.
    public var isOfEarlierBoot: Bool
    /// What a reboot makes of it while it is not confirmed; nil where that changes nothing.
    public var overReboot: BootGuard.Promise?
  }

  /// What is applied, in the order of applying; changes nothing.
  ///
  /// - Throws: `TuningProblem.state`.
  public func status() throws -> [Standing] {
    try state.states().map(\.state).map { state in
      Standing(
        profile: state.profile, hash: state.begin.hash, applied: state.begin.started, user: state.begin.user,
        settings: state.changes.count(where: \.isOpen), written: state.changes.count(where: \.isDone),
        confirmWithin: state.confirmBy.map { max(0, $0 - BootClock.now()) }, pending: pending(state),
        isOfEarlierBoot: state.begin.boot != boot, overReboot: state.overReboot)
    }
  }

  /// Whether an apply still waits to be confirmed: not so when it was, or was taken back.
  ///
  /// - Throws: `TuningProblem.state`.
  public func isOnProbation(_ number: Int, until deadline: Double) throws -> Bool {
    try state.states().contains { $0.number == number && $0.state.confirmBy == deadline }
  }
}
