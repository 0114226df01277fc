internal import Platform
internal import Tuning

/// How a guest was before anything was applied to it: so it must be again.
struct GuestStart: Sendable {
  /// Every setting, by its file.
  var settings: [String: String]
  /// What the profile would change.
  var plan: TuningPlan

  /// Reads a guest.
  init(of guest: GuestTuning) async throws {
    settings = try await guest.settings()
    plan = try await guest.plan()
  }

  /// The same for a later boot, before anything is taken back there: files as they were at the start, and the kernel's
  /// settings as this boot made them, some of which it computes from the memory that it finds.
  mutating func move(to guest: GuestTuning) async throws {
    let kernels = try await guest.settings().filter { !Self.isFile($0.key) }
    settings = settings.filter { Self.isFile($0.key) }.merging(kernels) { own, _ in own }
  }

  private static func isFile(_ path: String) -> Bool { path.hasPrefix("/etc/") }

  /// Compares with what the guest is now.
  ///
  /// - Throws: `RehearsalMismatch` that names what differs.
  func compare(_ guest: GuestTuning) async throws {
    let now = try await guest.settings()
    let names = Set(settings.keys).union(now.keys).sorted().filter { settings[$0] != now[$0] }
    if names.isEmpty { return }
    let shown = names.prefix(5).map {
      "\($0) was \(TuneText.short(settings[$0] ?? "absent")) and is \(TuneText.short(now[$0] ?? "absent"))"
    }
    let more = names.count > shown.count ? "; and \(names.count - shown.count) more" : ""
    throw RehearsalMismatch("\(names.count) settings differ: \(shown.joined(separator: "; "))\(more)")
  }

  /// Compares what the profile would change, from what to what, with what it would have changed at the start.
  ///
  /// - Throws: `RehearsalMismatch` that names what differs.
  func comparePlan(_ guest: GuestTuning) async throws {
    let now = try await guest.plan()
    let before = Set(plan.all.map(Self.line))
    let difference = before.symmetricDifference(now.all.map(Self.line)).sorted()
    if difference.isEmpty { return }
    throw RehearsalMismatch("the plan is another than at the start: \(difference.joined(separator: "; "))")
  }

  private static func line(_ change: PlannedChange) -> String {
    "\(change.key) \(TuneText.short(change.current)) → \(TuneText.short(change.wanted))"
  }
}
