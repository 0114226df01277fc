public import ArgumentParser
internal import Experiment
internal import MemoryBenchmark
internal import Platform
internal import SchedulerBenchmark

/// What every executable does around its command: measuring workers, signals, errors as one line, exit codes.
public enum AssayTool {
  /// The version of all executables.
  public static let version = "0.1.0"

  /// The benchmarks whose samples a re-executed binary can take.
  static let benchmarks: [any Benchmark.Type] = [MemoryBenchmark.self, SchedulerBenchmark.self]

  /// Ctrl-C and SIGTERM of this process; watched from the first use on, which is the start of
  /// measuring.
  static let interruption: Interruption = {
    // Without the pipe and thread that wait for signals the tool still works; Ctrl-C then simply ends it.
    (try? Interruption.watchingSignals()) ?? Interruption()
  }()

  /// Runs a command with the process's arguments and ends the process.
  ///
  /// - Parameter executable: the name in messages and usage, where it is not the command's own.
  public static func run(_ command: any ParsableCommand.Type, executable: String? = nil) async {
    Worker.runIfAsked(benchmarks, arguments: CommandLine.arguments)
    // Without it a closed pipe ends the tool, as it does most: no reason not to start.
    try? CurrentProcess.ignoreBrokenPipe()
    do {
      var parsed = try command.parseAsRoot()
      if var asynchronous = parsed as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try parsed.run()
      }
      // A result that did not arrive (a full disk behind standard output) is a failure.
      if let failure = Console.outputFailure { throw failure }
      CurrentProcess.exit(0)
    } catch {
      end(command, error, name: executable ?? command._commandName)
    }
  }

  /// Says what went wrong in one line and ends with the contract's exit code; help goes to standard output whole.
  private static func end(_ command: any ParsableCommand.Type, _ error: any Error, name: String) -> Never {
    if let code = error as? ExitCode { CurrentProcess.exit(code.rawValue) }
    if let refusal = error as? any UsageRefusal {
      Console.error("\(name): \("\(refusal)".oneLine)")
      CurrentProcess.exit(ExitCode.validationFailure.rawValue)
    }
    let code = command.exitCode(for: error)
    if code == .success {
      Console.output(command.fullMessage(for: error))
    } else if code == .validationFailure {
      Console.error("\(name): \(command.message(for: error).oneLine); see --help")
    } else {
      Console.error("\(name): \("\(error)".oneLine)")
    }
    CurrentProcess.exit(code.rawValue)
  }
}

/// A request that cannot be fulfilled as it was made: exit code 64.
protocol UsageRefusal: Error, CustomStringConvertible {}

extension PlanRefused: UsageRefusal {}

extension String {
  /// The text with line ends turned into spaces, without a full stop at the end, and with other control characters,
  /// which a file's name or content may bring in, shown as `�`: a terminal would obey them.
  var oneLine: String {
    let lines = split(whereSeparator: \.isNewline).map { $0.trimmingSpace() }
    let scalars = lines.joined(separator: " ").unicodeScalars.map { scalar in
      scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
        ? "\u{FFFD}" : scalar
    }
    var text = String(String.UnicodeScalarView(scalars))
    while text.hasSuffix(".") { text.removeLast() }
    return text
  }
}
