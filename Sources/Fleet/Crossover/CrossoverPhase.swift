public import Experiment

/// One boot of one node, as it was measured.
public struct CrossoverPhase: Codable, Sendable, Equatable {
  /// The node.
  public var node: String
  /// Its number among the node's boots, from 1.
  public var phase: Int
  /// The kernel's side: `A` is the base.
  public var arm: Interleaving.Arm
  /// The release that was running, as `uname -r` prints it.
  public var kernel: String
  /// The boot that it was (`/proc/sys/kernel/random/boot_id`).
  public var boot: String
  /// When it was measured: RFC 3339, UTC.
  public var measured: String
  /// The Runs of it, by their paths below the fleet's directory.
  public var runs: [String]

  /// A boot as it was measured.
  public init(
    node: String, phase: Int, arm: Interleaving.Arm, kernel: String, boot: String, measured: String,
    runs: [String]
  ) {
    self.node = node
    self.phase = phase
    self.arm = arm
    self.kernel = kernel
    self.boot = boot
    self.measured = measured
    self.runs = runs
  }
}

/// Why a phase is not measured or not recorded: which, why, what to do. One line.
public struct CrossoverProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  init(_ description: String) { self.description = description }
}

/// A crossover and how far it has come: the document `assay.crossover/1`.
///
///     var record = CrossoverRecord(plan)
///     let arm = try record.check(node: "n2", phase: 1, kernel: "6.1.0-56", boot: bootID)  // .candidate
///     … measure …
///     try record.add(CrossoverPhase(node: "n2", phase: 1, arm: arm, …))
public struct CrossoverRecord: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.crossover/1"

  /// `assay.crossover/1`.
  public let schema: String
  /// What is to be done.
  public let plan: CrossoverPlan
  /// What was done, in the order in which it was.
  public private(set) var phases: [CrossoverPhase]

  /// A crossover of which nothing is done.
  public init(_ plan: CrossoverPlan) {
    schema = Self.currentSchema
    self.plan = plan
    phases = []
  }

  /// The phases of one node that were measured, in order.
  public func done(on node: String) -> [CrossoverPhase] { phases.filter { $0.node == node } }

  /// The phase that a node comes to next, and the side that it has to boot for it; nil when it has done all.
  ///
  /// - Throws: `CrossoverProblem` for a node that the plan does not have.
  public func next(on node: String) throws(CrossoverProblem) -> (phase: Int, arm: Interleaving.Arm)? {
    let arms = try self.node(node).arms
    let number = done(on: node).count
    return number < arms.count ? (number + 1, arms[number]) : nil
  }

  /// What is still to be done: `n1: 3 of 4`, one line for each node that is not done.
  public var missing: [String] {
    plan.nodes.compactMap { node in
      let left = plan.phases - done(on: node.name).count
      return left == 0 ? nil : "\(node.name): \(left) of \(plan.phases) boots are not measured"
    }
  }

  /// Whether a phase may be measured now: before anything is started on the node.
  ///
  /// - Parameters:
  ///   - phase: from 1.
  ///   - kernel: the release that is running on the node.
  ///   - boot: the node's present boot.
  /// - Returns: the side that it is.
  /// - Throws: `CrossoverProblem` for a node or phase that the plan does not have, one that was measured already or is
  ///   not the next one, another kernel than the phase's, and a boot that was measured already.
  @discardableResult
  public func check(
    node: String, phase: Int, kernel: String, boot: String
  ) throws(CrossoverProblem) -> Interleaving.Arm {
    let arms = try self.node(node).arms
    guard (1...arms.count).contains(phase) else {
      throw CrossoverProblem("\(node) has phases 1 to \(arms.count), and no phase \(phase)")
    }
    let done = done(on: node)
    if let before = done.first(where: { $0.phase == phase }) {
      let next = done.count < arms.count ? "; its next one is phase \(done.count + 1)" : "; it has done all"
      throw CrossoverProblem(
        "phase \(phase) of \(node) was measured already, at \(before.measured) under \(before.kernel)\(next)")
    }
    guard phase == done.count + 1 else {
      throw CrossoverProblem(
        "phase \(phase) of \(node) comes after phase \(done.count + 1), which is not measured yet; keep the order"
      )
    }
    let arm = arms[phase - 1]
    guard kernel == plan.kernel(arm) else {
      throw CrossoverProblem(
        "phase \(phase) of \(node) is for kernel \(arm.rawValue) (\(plan.kernel(arm))), and \(kernel) is running there; boot \(plan.kernel(arm))"
      )
    }
    guard !boot.isEmpty else {
      throw CrossoverProblem(
        "\(node) does not tell which boot it is in, so that two phases could be one; see /proc/sys/kernel/random/boot_id there"
      )
    }
    if let same = phases.first(where: { $0.boot == boot }) {
      throw CrossoverProblem(
        same.node == node
          ? "\(node) was not rebooted since its phase \(same.phase): a boot is what is counted; reboot it into \(plan.kernel(arm))"
          : "\(node) is in the boot that phase \(same.phase) of \(same.node) was measured in: the two are one machine; look at the inventory"
      )
    }
    return arm
  }

  /// Records a phase that was measured.
  ///
  /// - Throws: what `check` throws; `CrossoverProblem` for a side that is not the phase's, and without a Run.
  public mutating func add(_ phase: CrossoverPhase) throws(CrossoverProblem) {
    let arm = try check(node: phase.node, phase: phase.phase, kernel: phase.kernel, boot: phase.boot)
    guard arm == phase.arm else {
      throw CrossoverProblem(
        "phase \(phase.phase) of \(phase.node) is for kernel \(arm.rawValue), not \(phase.arm.rawValue)")
    }
    guard !phase.runs.isEmpty else {
      throw CrossoverProblem("phase \(phase.phase) of \(phase.node) has no Run; measure it again")
    }
    phases.append(phase)
  }

  private func node(_ name: String) throws(CrossoverProblem) -> CrossoverPlan.Node {
    guard let node = plan.node(name) else {
      let names = plan.nodes.map(\.name).joined(separator: ", ")
      throw CrossoverProblem("the plan has no node \(name); it has \(names)")
    }
    return node
  }
}
