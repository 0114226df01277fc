internal import AIOBenchmark
internal import Experiment
internal import Host
internal import Platform

/// What measuring storage needs before it can begin: the plan, and the file or device, looked at, claimed and written
/// where that is to be.
struct AIOPreparation {
  /// What will be measured.
  let plan: AIOPlan
  /// The file, kept until measuring has ended.
  let storage: AIOStorage
  /// What the storage is and what was done to it, for the facts of the Run.
  let noted: [String: String]
  /// What the reader must know of it.
  let warnings: [Run.Warning]

  /// Decides, makes the temporary file or claims the one that is named, and writes the range once where writes will be
  /// measured on it.
  ///
  /// - Parameters:
  ///   - out: where the results go.
  ///   - isQuiet: whether no progress is told.
  /// - Throws: `PlanRefused`, before anything is changed where that can be known; `CommandFailure` when the range cannot
  ///   be written; `CancellationError`.
  init(_ target: AIOTarget, _ options: AIOOptions, host: HostReport, out: String, isQuiet: Bool) throws {
    let choice = try target.choose(for: options, out: out)
    // Looked at before a file is made: what is refused shall be refused at once.
    let wanted = IORange(
      path: choice.path, byteCount: UInt64(choice.bytes), mayWrite: choice.mayWrite, isOwn: choice.isOwn)
    _ = try AIOPlan(
      topology: host.topology, options: options, facts: AIOFacts.of(host, wanted, choice))
    storage = try AIOStorage(choice, isDirect: !target.isBuffered)
    plan = try AIOPlan(
      topology: host.topology, options: options, facts: AIOFacts.of(host, storage.range, choice))
    let preconditioning = Preconditioning(
      of: storage.range, verifies: options.verifies || options.parts == [.verify],
      isWanted: target.preconditions)
    if preconditioning == .wholeRange {
      try Self.write(storage.range, isDirect: !target.isBuffered, seed: options.seed, isQuiet: isQuiet)
    }
    let unwritten = UnwrittenShare.read(path: storage.range.path, byteCount: choice.bytes)
    var noted = StorageFacts.read(path: choice.place, root: .live).fingerprint
    noted["storage.preconditioning"] = preconditioning.text
    noted["storage.unwritten"] = unwritten?.text
    self.noted = noted
    warnings = preconditioning.warnings(of: choice.path) + (unwritten?.warnings(of: choice.path) ?? [])
  }

  private static func write(_ range: IORange, isDirect: Bool, seed: UInt64, isQuiet: Bool) throws {
    // Watched before anything is said: who reads it may answer at once.
    let interruption = AssayTool.interruption
    let progress = isQuiet ? nil : FillProgress(of: range.path, byteCount: Int(range.byteCount))
    defer { progress?.finished() }
    do {
      try Preconditioning.write(
        range, isDirect: isDirect, seed: seed, isCancelled: { interruption.isRequested },
        progress: { progress?.wrote($0) })
    } catch let error as SystemError {
      throw CommandFailure("\(range.path) could not be written before measuring: \(error)")
    }
  }
}
