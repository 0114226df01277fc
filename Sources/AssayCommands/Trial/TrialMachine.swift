internal import Advice
internal import ArgumentParser
internal import Platform
internal import Tuning

/// The machine that is changed by a trial or a screening, and the catalog that says what may be changed on it.
struct TrialMachine {
  let machine: TuneMachineOptions
  let tuner: Tuner
  let catalog: Catalog
  let loader: ProfileLoader
  let planner: TuningPlanner
  /// Root's alone: where a profile can lie for a moment while it is read.
  let folder: String

  /// - Parameters:
  ///   - profile: beside which the catalog may lie.
  init(
    _ machine: TuneMachineOptions, _ state: TuneStateOptions, catalog: CatalogOption, profile: String?
  ) throws {
    let isRoots = machine.root == nil && CurrentProcess.isRoot
    let trust: FileTrust = isRoots ? .ownersOnly : .everybody
    self.machine = machine
    tuner = try state.tuner(machine, creating: true)
    folder = try state.path(machine)
    self.catalog = try Catalog.load(try catalog.file(beside: profile), trust: trust)
    loader = ProfileLoader(catalog: self.catalog, trust: trust)
    planner = TuningPlanner(kinds: machine.kinds, catalog: self.catalog)
  }

  /// What is left of an earlier trial has to go first; said before anything is measured.
  func checkNothingIsPending() throws {
    guard let left = try tuner.status().first(where: { $0.pending != nil }) else { return }
    throw CommandFailure(left.pending ?? "\(left.profile) is pending; run: assay tune recover")
  }

  /// A profile made of a text, by the same strict loader.
  func profile(of text: String, name: String) throws -> Profile {
    let file = "\(folder)/.\(name).yaml"
    try Files.replace(file, with: Array(text.utf8))
    defer { try? Files.remove(file) }
    return try loader.load(file)
  }
}

/// Turns the ends of trials and screenings into the contract's exit codes.
func trying<Result>(_ body: () async throws -> Result) async throws -> Result {
  do {
    return try await body()
  } catch let problem as TrialProblem {
    Console.error("assay: \(problem.description.oneLine)")
    throw problem.exitCode
  } catch TuningProblem.locked {
    Console.error("assay: \(TuningProblem.locked)")
    throw ExitCode.locked
  }
}

extension TrialProblem {
  /// The contract's.
  var exitCode: ExitCode {
    switch kind {
    case .applyFailed: .applyFailed
    case .revertIncomplete: .revertIncomplete
    case .drift: .drift
    case .measuring: .failure
    case .nothingToTry: .nothingMeasurable
    case .refused: .validationFailure
    }
  }
}
