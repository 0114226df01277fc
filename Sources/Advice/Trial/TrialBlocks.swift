internal import Experiment
internal import Platform
internal import Statistics

/// Takes single blocks for trials and screenings: settings in place, settled, measured, taken back.
struct TrialBlocks {
  private let session: TrialSession
  /// What the machine was like before anything was changed.
  var quiet: PressureLevel
  /// Parts that are still measured.
  private(set) var active: [Part]
  private var generator: SeededGenerator

  init(session: TrialSession, quiet: PressureLevel, seed: UInt64) {
    self.session = session
    self.quiet = quiet
    active = session.parts
    // Another stream than that of the order.
    generator = SeededGenerator(seed: seed ^ 0x5851_f42d_4c95_7f2d)
  }

  /// Benchmarks that are still measured, in the order of their parts. Each has blocks of its own: what disturbs one of them
  /// costs the others nothing.
  var benchmarks: [String] { active.benchmarks }

  /// Takes one block of each of some benchmarks into a Run.
  ///
  /// - Parameter factors: what is in place meanwhile.
  /// - Returns: false when an end was asked for; the Run says so then.
  mutating func take(_ run: inout Run, _ factors: [Int], of benchmarks: [String]) async throws -> Bool {
    if session.interruption.isRequested { return false }
    let sampling = Session(
      parts: active, executor: session.executor, progress: session.progress,
      interruption: session.interruption, save: { _ in })
    var growing = run
    var numbers = generator
    let turns = benchmarks.map { name in active.filter { $0.benchmark == name } }
    let goesOn = try await session.engine.whileApplied(factors) { values in
      for value in values { growing.host.settings[value.key] = value.new }
      if let reason = try await session.settling.settle(to: quiet) {
        growing.noteNotSettled(reason)
      }
      for parts in turns {
        guard try await sampling.extend(&growing, by: parts, &numbers) else { return false }
      }
      return true
    }
    run = growing
    generator = numbers
    if let failed = run.warnings.first(where: { $0.code == Run.sampleFailedCode }) {
      let place = factors.isEmpty ? "" : " (with the settings in place)"
      throw TrialProblem(.measuring, "\(failed.message)\(place); every setting was taken back")
    }
    return goesOn
  }

  /// Parts that this host cannot measure are not tried again; one that only one side cannot is a finding of its own.
  mutating func dropSkipped(_ base: Run, _ candidate: Run) throws {
    let names = Set(active.map(\.id))
    let left = [base, candidate].map { run in run.skipped.filter { names.contains($0.part) } }
    let sets = left.map { Set($0.map(\.part)) }
    if let only = sets[1].subtracting(sets[0]).sorted().first {
      let reason = left[1].first { $0.part == only }?.reason ?? ""
      throw TrialProblem(.measuring, "\(only) cannot be measured with the settings in place: \(reason)")
    }
    if let only = sets[0].subtracting(sets[1]).sorted().first {
      let reason = left[0].first { $0.part == only }?.reason ?? ""
      throw TrialProblem(.measuring, "\(only) can be measured only with the settings in place: \(reason)")
    }
    active.removeAll { sets[0].contains($0.id) }
  }
}

extension [Part] {
  /// Names of the benchmarks that have a part here, each once, in the order of the parts.
  var benchmarks: [String] {
    reduce(into: []) { names, part in
      if !names.contains(part.benchmark) { names.append(part.benchmark) }
    }
  }
}

extension Run {
  /// Once for each reason.
  fileprivate mutating func noteNotSettled(_ reason: String) {
    let warning = Warning(
      code: TrialSession.notSettledCode, message: "the machine did not settle before a block: \(reason)",
      advice: "look what else runs here; the blocks were measured all the same")
    if !warnings.contains(where: { $0.code == warning.code }) { warnings.append(warning) }
  }
}
