internal import Experiment
internal import Host
public import Platform
internal import Statistics

/// Two parties that wake each other in turn.
public struct SwitchWorkload: Codable, Sendable, Equatable {
  /// The CPU of each; nil where both run wherever the scheduler puts them.
  public var pair: [Int]?
  /// All CPUs that may be used.
  public var cpus: [Int]
  /// The label that says how near they are: a `PairingClass`, or `free` where the scheduler decides.
  public var pairing: String
  /// How they wake each other, in the order of measuring.
  public var turns: [Turn]
  /// Seconds of the window of each turn.
  public var window: Double

  /// One of the measurements of a process.
  public struct Turn: Codable, Sendable, Equatable {
    /// How one wakes the other.
    public var kind: TokenExchange.Kind
    /// What they are.
    public var between: PartyKind
    /// Whether verdicts count it.
    public var primary: Bool
  }
}

extension SchedulerPlan {
  /// Parties that may run on any CPU, as most programs are.
  static let freePairing = "free"

  /// One process for each class of pairs, and one where the scheduler chooses.
  mutating func planSwitch() throws {
    let pairs = topology.representativePairs(of: cpus)
    try checkThreads(2, for: "scheduler.switch")
    let nearest = pairs.first { $0.kind != .sameCPU }?.kind
    for pair in pairs {
      let primary = pair.kind == .sameCPU || pair.kind == nearest
      try addSwitch([pair.first, pair.second], pair.kind.rawValue, primary: primary)
    }
    for kind in PairingClass.allCases where !pairs.contains(where: { $0.kind == kind }) {
      skip("switch pairing=\(kind.rawValue)", "no \(kind.inWords) among CPU \(CPUSet(cpus))")
    }
    if cpus.count > 1 { try addSwitch(nil, Self.freePairing, primary: false) }
  }

  private mutating func addSwitch(_ pair: [Int]?, _ pairing: String, primary: Bool) throws {
    let window = window(quick: 0.02, longer: 0.2)
    var generator = SeededGenerator(seed: options.seed)
    let turns = TokenExchange.Kind.allCases.flatMap { kind in
      PartyKind.allCases.map { between in
        SwitchWorkload.Turn(
          kind: kind, between: between,
          primary: primary && between == .threads && (kind == .pipe || kind == .futex))
      }
      // Who yields on a CPU of his own yields to nobody.
    }.filter { $0.kind != .yield || pairing == PairingClass.sameCPU.rawValue }
    let workload = SwitchWorkload(
      pair: pair, cpus: cpus, pairing: pairing, turns: generator.shuffled(turns), window: window)
    try add("switch pairing=\(pairing)", .switch(workload), seconds: window * Double(turns.count))
  }
}
