public import Experiment
internal import Subprocess
internal import SystemPackage

/// Takes a sample of a `WorkloadCommand`: by a shell in a session of its own, which is killed as a whole when it takes too
/// long or an end is asked for. Other parts go to another executor.
public struct WorkloadExecutor: SampleExecutor {
  private static let outputLimit = 16 << 20
  private static let paddingVariable: Environment.Key = "ASSAY_ENVIRONMENT_PADDING"

  private let others: any SampleExecutor

  /// An executor.
  ///
  /// - Parameter others: takes the parts that are no workload.
  public init(others: any SampleExecutor = ProcessExecutor()) { self.others = others }

  /// Runs the command and reads its number.
  public func execute(_ part: Part, padding: Int) async throws -> SampleReport {
    guard part.benchmark == WorkloadCommand.benchmark else {
      return try await others.execute(part, padding: padding)
    }
    let workload = try WorkloadCommand.decode(part)
    let output = try await output(of: workload, padding: padding)
    return SampleReport(
      measurements: [
        Measurement(
          id: WorkloadCommand.metric, labels: ["command": workload.label], unit: workload.unit,
          better: workload.better, role: .primary, value: try workload.value(in: output))
      ],
      warnings: [
        Run.Warning(
          code: "workload.noise_unknown", message: "what disturbed the workload was not recorded",
          advice: "let nothing else run meanwhile; pairs of blocks still meet a drift alike")
      ])
  }

  private enum Outcome: Sendable {
    case ended(TerminationStatus, output: String, errors: String)
    case timedOut
  }

  private func output(of workload: WorkloadCommand, padding: Int) async throws -> String {
    let outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask { try await Self.spawn(workload.command, padding: padding) }
      group.addTask {
        try await Task.sleep(for: .seconds(workload.timeLimit))
        return .timedOut
      }
      defer { group.cancelAll() }
      return try await group.next() ?? .timedOut
    }
    try Task.checkCancellation()
    switch outcome {
    case .timedOut:
      throw SampleFailure("the workload was killed after \(Int(workload.timeLimit)) s without an end")
    case .ended(let status, let output, let errors):
      guard status.isSuccess else {
        let said =
          errors.split(whereSeparator: \.isNewline).last ?? output.split(whereSeparator: \.isNewline).last
        throw SampleFailure("the workload \(Self.words(status)): \(said?.prefix(200) ?? "it said nothing")")
      }
      return output
    }
  }

  private static func spawn(_ command: String, padding: Int) async throws -> Outcome {
    var options = PlatformOptions()
    // Ctrl-C at the terminal is for the trial, which then takes the settings back; and what the command starts dies with it.
    options.createSession = true
    options.teardownSequence = [
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero)
    ]
    do {
      let result = try await Subprocess.run(
        .path("/bin/sh"), arguments: ["-c", command],
        environment: .inherit.updating([paddingVariable: String(repeating: "x", count: padding)]),
        platformOptions: options, output: .string(limit: outputLimit), error: .string(limit: outputLimit))
      return .ended(result.terminationStatus, output: result.standardOutput, errors: result.standardError)
    } catch let error as SubprocessError {
      throw SampleFailure("the workload cannot be run: \(error)")
    }
  }

  private static func words(_ status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "ended with code \(code)"
    case .signaled(let signal): "was killed by signal \(signal)"
    }
  }
}
