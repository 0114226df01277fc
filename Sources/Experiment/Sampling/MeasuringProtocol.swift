internal import FoundationEssentials
internal import Subprocess
internal import SystemPackage

/// What one executable of Assay must know of another before it lets that measure: whether both mean the same by the
/// arguments of a measuring process and by its report.
public struct MeasuringProtocol: Codable, Sendable, Equatable {
  /// What this version speaks. It counts up whenever a workload or a report changes its meaning.
  public static let current = 1

  /// The protocol's version.
  public var version: Int
  /// The executable.
  public var tool: Run.Tool
  /// The benchmarks that it can measure, by their names.
  public var benchmarks: [String]

  /// What an executable speaks.
  public init(version: Int, tool: Run.Tool, benchmarks: [String]) {
    self.version = version
    self.tool = tool
    self.benchmarks = benchmarks
  }

  /// The executable cannot take samples for this one: which, why, what to do. One line.
  public struct Unusable: Error, Sendable, CustomStringConvertible {
    /// The line.
    public let description: String
  }

  private static let answerLimit = 1 << 16
  /// Seconds that an answer may take.
  private static let patience = 10.0

  /// Asks an executable what it speaks.
  ///
  /// - Throws: `Unusable` when it cannot be started, or does not answer in this protocol.
  public static func ask(_ executable: String) async throws -> MeasuringProtocol {
    guard let output = try await answer(of: executable) else {
      throw Unusable(
        description:
          "\(executable): it does not say which measuring protocol it speaks, so it is no assay or an older"
          + " one; take an executable of a version that has 'check'")
    }
    guard let spoken = try? JSONDecoder().decode(MeasuringProtocol.self, from: Data(output.utf8)) else {
      throw Unusable(
        description: "\(executable): its answer is not of the measuring protocol; name an assay executable")
    }
    guard spoken.version == current else {
      throw Unusable(
        description:
          "\(executable): it speaks version \(spoken.version) of the measuring protocol, this is version "
          + "\(current): the two would not measure the same; take builds that are nearer to each other")
    }
    return spoken
  }

  /// What it prints; nil when it fails or takes too long.
  private static func answer(of executable: String) async throws -> String? {
    try await withThrowingTaskGroup(of: String?.self) { group in
      group.addTask {
        var options = PlatformOptions()
        options.teardownSequence = [.send(signal: .kill, allowedDurationToNextStep: .zero)]
        do {
          let result = try await Subprocess.run(
            .path(FilePath(executable)), arguments: [Worker.protocolFlag], platformOptions: options,
            output: .string(limit: answerLimit), error: .discarded)
          return result.terminationStatus.isSuccess ? result.standardOutput : nil
        } catch let error as SubprocessError {
          throw Unusable(
            description: "\(executable): it cannot be started: \(error); name an executable file")
        }
      }
      group.addTask {
        try await Task.sleep(for: .seconds(patience))
        return nil
      }
      defer { group.cancelAll() }
      return try await group.next() ?? nil
    }
  }
}
