internal import AIOBenchmark
public import ArgumentParser
internal import CompressionBenchmark
internal import Dispatch
internal import Experiment
internal import LinkBenchmark
internal import MemoryBenchmark
internal import MigrationBenchmark
internal import Platform
internal import SchedulerBenchmark

/// What every executable does around its command: measuring workers, signals, errors as one line, exit codes.
public enum AssayTool {
  /// The version of all executables.
  public static let version = "0.9.0"

  /// The benchmarks whose samples a re-executed binary can take.
  static let benchmarks: [any Benchmark.Type] = [
    MemoryBenchmark.self, SchedulerBenchmark.self, AIOBenchmark.self, CompressionBenchmark.self,
    MigrationBenchmark.self, LinkBenchmark.self,
  ]

  /// Ctrl-C, SIGTERM and SIGHUP of this process; watched from the first use on, which is the start of
  /// measuring.
  static let interruption: Interruption = {
    // Without the pipe and thread that wait for signals the tool still works; Ctrl-C then simply ends it.
    (try? Interruption.watchingSignals()) ?? Interruption()
  }()

  /// Threads that the runtime may need, for itself and for what a command waits for.
  private static let ownThreads = 16

  /// Runs a command with the process's arguments and ends the process.
  ///
  /// A measuring process and a command that waits for nothing start no thread of the runtime.
  /// - Parameter executable: the name in messages and usage, where it is not the command's own.
  public static func run(_ command: any ParsableCommand.Type, executable: String? = nil) -> Never {
    Worker.runIfAsked(benchmarks, tool: Measuring.tool(), arguments: CommandLine.arguments)
    // Without it a closed pipe ends the tool, as it does most: no reason not to start.
    try? CurrentProcess.ignoreBrokenPipe()
    let name = executable ?? command._commandName
    do {
      var parsed = try command.parseAsRoot()
      if let asynchronous = parsed as? any AsyncParsableCommand {
        try tryOutThreads()
        Task { await finish(asynchronous, command, name: name) }
        dispatchMain()
      }
      try parsed.run()
      try succeed()
    } catch {
      end(command, error, name: name)
    }
  }

  private static func finish(
    _ parsed: any AsyncParsableCommand, _ command: any ParsableCommand.Type, name: String
  ) async -> Never {
    do {
      var parsed = parsed
      try await parsed.run()
      try succeed()
    } catch {
      end(command, error, name: name)
    }
  }

  /// Ends the process; a result that did not arrive (a full disk behind standard output) is a failure.
  private static func succeed() throws -> Never {
    if let failure = Console.outputFailure { throw failure }
    CurrentProcess.exit(0)
  }

  /// The pool does not fail where it gets no threads: it waits for ever.
  private static func tryOutThreads() throws {
    do {
      try Thread.tryOut(ownThreads)
    } catch {
      throw CommandFailure(
        "\(error); \(ownThreads) are needed: raise ulimit -u (threads) or -v (address space)")
    }
  }

  /// Says what went wrong in one line and ends with the contract's exit code; help goes to standard output whole.
  private static func end(_ command: any ParsableCommand.Type, _ error: any Error, name: String) -> Never {
    if let code = error as? ExitCode { CurrentProcess.exit(code.rawValue) }
    // Before measuring began; the measuring itself saves what it has.
    if error is CancellationError { CurrentProcess.exit(ExitCode.interrupted.rawValue) }
    if let unavailable = error as? MigrationUnavailable {
      Console.error("\(name): \(unavailable.description.oneLine)")
      CurrentProcess.exit(ExitCode.nothingMeasurable.rawValue)
    }
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
