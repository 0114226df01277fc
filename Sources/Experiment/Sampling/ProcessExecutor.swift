internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// Takes each sample in a fresh process of the same binary, or of another build of it. The parent sleeps while the child
/// measures.
public struct ProcessExecutor: SampleExecutor {
  /// What this process itself was started from.
  public static let ownBinary = "/proc/self/exe"
  private static let paddingVariable: Environment.Key = "ASSAY_ENVIRONMENT_PADDING"
  private static let reportLimit = 16 << 20

  private let binary: String

  /// An executor.
  ///
  /// - Parameter binary: the executable that measures, which speaks this version's `MeasuringProtocol`.
  public init(binary: String = ProcessExecutor.ownBinary) { self.binary = binary }

  /// Runs the part's process, at most for its time limit.
  public func execute(_ part: Part, padding: Int) async throws -> SampleReport {
    let outcome = try await withThrowingTaskGroup(of: Outcome.self) { group in
      group.addTask { try await spawn(part, padding: padding) }
      group.addTask {
        try await Task.sleep(for: .seconds(part.timeLimit))
        return .timedOut
      }
      defer { group.cancelAll() }
      return try await group.next() ?? .timedOut
    }
    try Task.checkCancellation()
    switch outcome {
    case .timedOut:
      throw SampleFailure(
        "\(part.id): the process was killed after \(Int(part.timeLimit)) s without a result")
    case .ended(let status, let output, let errors):
      guard status.isSuccess else {
        let said = errors.split(separator: "\n").last.map(String.init) ?? "it said nothing"
        throw SampleFailure("\(part.id): the measuring process \(Self.words(status)): \(said)")
      }
      do {
        return try JSONDecoder().decode(SampleReport.self, from: Data(output.utf8))
      } catch {
        throw SampleFailure("\(part.id): the measuring process printed no report")
      }
    }
  }

  private enum Outcome: Sendable {
    case ended(TerminationStatus, output: String, errors: String)
    case timedOut
  }

  private func spawn(_ part: Part, padding: Int) async throws -> Outcome {
    var options = PlatformOptions()
    options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .zero)]
    let result = try await Subprocess.run(
      .path(FilePath(binary)), arguments: Arguments(Worker.arguments(for: part)),
      environment: .inherit.updating([Self.paddingVariable: String(repeating: "x", count: padding)]),
      platformOptions: options, output: .string(limit: Self.reportLimit),
      error: .string(limit: Self.reportLimit))
    return .ended(
      result.terminationStatus, output: result.standardOutput, errors: result.standardError)
  }

  private static func words(_ status: TerminationStatus) -> String {
    switch status {
    case .exited(let code): "ended with code \(code)"
    case .signaled(let signal): "was killed by signal \(signal)"
    }
  }
}
