/// One thing that a trial or a screening switches on and off: a setting, or all groups of CPUs together.
public struct TrialFactor: Codable, Sendable, Equatable {
  /// The setting: `sysctl/vm.swappiness`; `cpusets` for the groups.
  public var key: String
  /// With the value that it gets: `sysctl/vm.swappiness = 10`.
  public var name: String
  /// Metrics that could show its effect, as the catalog knows them; empty where it knows none.
  public var metrics: [String]
  /// Why somebody wants it, in one line.
  public var why: String

  /// A factor.
  public init(key: String, name: String, metrics: [String], why: String) {
    self.key = key
    self.name = name
    self.metrics = metrics
    self.why = why
  }

  /// Whether what was measured could show an effect of it; also where nothing is known.
  ///
  /// - Parameter measured: names of metrics: `memory.bandwidth`.
  public func couldShow(in measured: some Sequence<String>) -> Bool {
    metrics.isEmpty || measured.contains { metrics.contains($0) || $0.hasPrefix("workload.") }
  }
}

/// A value that was put in place.
public struct AppliedValue: Codable, Sendable, Equatable {
  /// Which setting: `sysctl/vm.swappiness`.
  public var key: String
  /// What it was.
  public var old: String
  /// What it is now.
  public var new: String

  /// A setting with both values.
  public init(key: String, old: String, new: String) {
    self.key = key
    self.old = old
    self.new = new
  }
}

/// What puts settings in place for a block and takes them back after it: the journalled `TunerEngine`, or in tests a
/// machine whose true effects are known.
public protocol SettingsEngine: Sendable {
  /// Puts factors in place, all or none; they are read back before this returns.
  ///
  /// - Parameter factors: their places in the list that the engine was made from.
  /// - Throws: `TrialProblem`, with nothing left in place unless it says so; what the engine throws of its own.
  func apply(_ factors: [Int]) throws -> [AppliedValue]
  /// Reads again what is in place.
  ///
  /// - Throws: `TrialProblem` of kind `drift` where somebody else changed it.
  func verify() throws
  /// Takes back what is in place.
  ///
  /// - Throws: `TrialProblem` of kind `revertIncomplete` or `drift` where something stays.
  func revert() async throws
}

extension SettingsEngine {
  /// Does something while factors are in place, which are taken back afterwards however it ends.
  ///
  /// - Parameter body: gets what was changed; nothing where there are no factors.
  public func whileApplied<Result>(
    _ factors: [Int], _ body: ([AppliedValue]) async throws -> Result
  ) async throws -> Result {
    guard !factors.isEmpty else { return try await body([]) }
    let values = try apply(factors)
    let result: Result
    do {
      result = try await body(values)
      // A value that did not stay was not measured.
      try verify()
    } catch {
      do {
        try await revert()
      } catch let second {
        throw TrialProblem.also(error, second)
      }
      throw error
    }
    try await revert()
    return result
  }
}
