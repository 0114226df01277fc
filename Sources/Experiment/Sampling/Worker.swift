internal import FoundationEssentials
internal import Platform

/// The measuring side of the sampler: what a re-executed binary does instead of its command.
public enum Worker {
  /// The first argument of a measuring process; the second names the benchmark, the third is the workload.
  public static let flag = "--measure-one-sample"

  /// The only argument of a process that shall say which protocol it speaks.
  static let protocolFlag = "--measuring-protocol"

  /// The arguments of the process that measures a part.
  static func arguments(for part: Part) -> [String] { [flag, part.benchmark, part.workload] }

  /// Measures and ends the process when the command line asks for a sample; returns otherwise.
  ///
  /// Prints one line of JSON and ends with 0, or says on standard error what went wrong and ends with 1.
  ///
  /// - Parameter tool: what the process is, for who asks which protocol it speaks.
  public static func runIfAsked(_ benchmarks: [any Benchmark.Type], tool: Run.Tool, arguments: [String]) {
    if arguments.dropFirst() == [protocolFlag] { introduce(benchmarks, tool) }
    guard arguments.count > 1, arguments[1] == flag else { return }
    do {
      try CurrentProcess.endWithParent()
      guard arguments.count == 4, let benchmark = benchmarks.first(where: { $0.name == arguments[2] }) else {
        throw SampleFailure("\(flag) is internal: it takes a benchmark and a workload")
      }
      let report = try benchmark.report(workload: arguments[3])
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      Console.output(String(decoding: try encoder.encode(report), as: UTF8.self))
    } catch {
      Console.error("\(error)")
      CurrentProcess.exit(1)
    }
    CurrentProcess.exit(0)
  }

  private static func introduce(_ benchmarks: [any Benchmark.Type], _ tool: Run.Tool) -> Never {
    let spoken = MeasuringProtocol(
      version: MeasuringProtocol.current, tool: tool, benchmarks: benchmarks.map { $0.name })
    do {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys]
      Console.output(String(decoding: try encoder.encode(spoken), as: UTF8.self))
    } catch {
      Console.error("\(error)")
      CurrentProcess.exit(1)
    }
    CurrentProcess.exit(0)
  }
}
