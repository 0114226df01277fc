internal import Platform
public import Tuning

/// Puts the settings of a profile in place through the journal, under a name of its own: `trial-kvm-latency`.
///
/// Each apply is one whose confirmation is due at once. So whatever kills the trial, `assay tune status` shows the rest as
/// not confirmed, and `assay tune recover` takes it back; nothing else is needed. A process that would do so by itself is
/// not started: it would run beside the measurement.
public struct TunerEngine: SettingsEngine {
  /// What stands before a profile's name in the state directory while it is tried.
  public static let prefix = "trial-"
  /// Seconds that taking back waits for another `assay tune` to finish.
  static let lockPatience = 10.0

  /// What can be tried here, in the order of the profile.
  public let factors: [TrialFactor]
  /// What cannot, and why.
  public let notTested: [TrialOmission]
  /// The name in the state directory.
  public let name: String

  private let tuner: Tuner
  private let planner: TuningPlanner
  private let profile: Profile
  private let subjects: [Subject]

  /// What a factor is in the profile.
  private enum Subject: Sendable {
    case wish(Int)
    case groups
  }

  /// An engine for what a profile would change here and now.
  ///
  /// - Throws: what planning throws.
  public init(_ profile: Profile, planner: TuningPlanner, tuner: Tuner) throws {
    self.tuner = tuner
    self.planner = planner
    self.profile = profile
    name = Self.prefix + profile.name
    var factors: [TrialFactor] = []
    var subjects: [Subject] = []
    var left: [TrialOmission] = []
    for (index, wish) in profile.wishes.enumerated() {
      let plan = try planner.plan([Self.part(profile, wishes: [wish], groups: [], name: name)])
      if let omission = TrialOmission(wish.key.description, plan, needsReboot: wish.knob.needsReboot) {
        left.append(omission)
        continue
      }
      subjects.append(.wish(index))
      factors.append(
        TrialFactor(
          key: wish.key.description, name: "\(wish.key) = \(wish.valueText)", metrics: wish.knob.metrics,
          why: wish.why))
    }
    if !profile.groups.isEmpty {
      let plan = try planner.plan([Self.part(profile, wishes: [], groups: profile.groups, name: name)])
      if let omission = TrialOmission("cpusets", plan, needsReboot: false) {
        left.append(omission)
      } else {
        subjects.append(.groups)
        let names = profile.groups.map(\.path).joined(separator: ", ")
        factors.append(
          TrialFactor(
            key: ProfileEdit.groups, name: "cpusets \(names)", metrics: [], why: profile.groups[0].why))
      }
    }
    self.factors = factors
    self.subjects = subjects
    notTested = left
  }

  /// Applies the chosen settings, journalled, verified, all or none.
  public func apply(_ chosen: [Int]) throws -> [AppliedValue] {
    let part = part(chosen)
    let applied: Tuner.Applied
    do {
      applied = try tuner.apply(
        [part], probation: Tuner.Probation(seconds: 0, startGuard: { _, _ in })
      ) { try planner.plan([$0]) }
    } catch let failure as Tuner.ApplyFailure {
      let left = failure.report.failures + failure.report.conflicts
      throw TrialProblem(left.isEmpty ? .applyFailed : .revertIncomplete, "\(failure)")
    }
    guard case .done(let steps, _) = applied else {
      throw TrialProblem(
        .drift, "somebody set what \(profile.name) wants while it was tried; look who, and begin again")
    }
    return steps.filter { $0.outcome == .applied }.map {
      AppliedValue(key: $0.key.description, old: $0.old, new: $0.new)
    }
  }

  /// Reads back every setting that is in place.
  public func verify() throws {
    let checks: [Tuner.Check]
    do {
      checks = try tuner.verify(name)
    } catch TuningProblem.notApplied {
      throw TrialProblem(.drift, "somebody took \(name) back while it was measured; begin again")
    }
    guard let wrong = checks.first(where: { !$0.isAsWanted }) else { return }
    let present = wrong.present ?? wrong.reason ?? "not readable"
    throw TrialProblem(
      .drift,
      "\(wrong.key) is \(present) and no more \(wrong.wanted): somebody changed it while it was measured")
  }

  /// Takes back what is in place.
  public func revert() async throws {
    let deadline = Clock.now()
    var report: Tuner.Report?
    while report == nil {
      do {
        report = try tuner.revert(name)
      } catch TuningProblem.locked where Clock.seconds(from: deadline, to: Clock.now()) < Self.lockPatience {
        // Cancelled or not: what is in place has to go.
        await Task { try? await Task.sleep(for: .milliseconds(50)) }.value
      } catch TuningProblem.notApplied {
        throw TrialProblem(.drift, "somebody took \(name) back while it was measured; begin again")
      } catch TuningProblem.locked {
        throw TrialProblem(
          .revertIncomplete, "another assay tune holds the lock; when it has ended, run: assay tune recover")
      }
    }
    guard let report else { return }
    if let failed = report.failures.first {
      throw TrialProblem(
        .revertIncomplete,
        "\(failed.key) is not back to \(failed.old); see assay tune status, and run: assay tune recover")
    }
    if let conflict = report.conflicts.first {
      throw TrialProblem(
        .drift, "somebody changed \(conflict.key) while it was tried; it was left, see: assay tune status")
    }
  }

  /// The profile with these factors alone.
  private func part(_ chosen: [Int]) -> Profile {
    var wishes: [Profile.Wish] = []
    var groups: [Profile.Group] = []
    for index in chosen.sorted() {
      switch subjects[index] {
      case .wish(let place): wishes.append(profile.wishes[place])
      case .groups: groups = profile.groups
      }
    }
    return Self.part(profile, wishes: wishes, groups: groups, name: name)
  }

  private static func part(
    _ profile: Profile, wishes: [Profile.Wish], groups: [Profile.Group], name: String
  ) -> Profile {
    var part = profile
    part.name = name
    part.wishes = wishes
    part.groups = groups
    part.claims = []
    return part
  }
}

extension Profile.Wish {
  /// The value as it is written.
  var valueText: String {
    switch value {
    case .literal(let text), .template(let text): text
    case .cpus(let expression): expression.text
    }
  }
}
