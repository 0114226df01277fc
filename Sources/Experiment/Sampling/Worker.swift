internal import FoundationEssentials
internal import Platform

/// The measuring side of the sampler: what a re-executed binary does instead of its command.
public enum Worker {
  /// The first argument of a measuring process; the second names the benchmark, the third is the workload.
  public static let flag = "--measure-one-sample"

  /// The arguments of the process that measures a part.
  static func arguments(for part: Part) -> [String] { [flag, part.benchmark, part.workload] }

  /// Measures and ends the process when the command line asks for a sample; returns otherwise.
  ///
  /// Prints one line of JSON and ends with 0, or says on standard error what went wrong and ends with 1.
  public static func runIfAsked(_ benchmarks: [any Benchmark.Type], arguments: [String]) {
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
}
