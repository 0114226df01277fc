internal import ArgumentParser
internal import Experiment

/// The measuring command that a Run was taken with, read from its document so that it can be run again.
struct RecordedCommand {
  /// Characters of what is wrong with it: help, which a command line may ask for, is long.
  private static let longestMessage = 200

  /// The command line, `memory --part bandwidth`, without what this one decides: where files go, and the seed.
  let arguments: [String]
  /// The command, parsed.
  let command: any MeasuringCommand

  /// The command of a Run.
  ///
  /// - Parameters:
  ///   - source: the document, for messages.
  ///   - isTrusted: whether options may be taken over that destroy data or run other programs.
  ///   - allowsDebug: whether a debug build may measure.
  init(of run: Run, source: String, isTrusted: Bool, allowsDebug: Bool) throws {
    var words = run.tool.arguments
    // `assay-memory --part bandwidth` records no command: its parts tell.
    if words.first?.hasPrefix("-") ?? true { words = try [Self.benchmark(of: run, source)] + words }
    do {
      try self.init(words, allowsDebug: allowsDebug)
    } catch let refused as NotMeasuring {
      throw CommandFailure(
        "\(source): it cannot be taken again: \(refused); give a Run of a measuring command")
    }
    guard isTrusted || command.mayHarm.isEmpty else {
      throw CommandFailure(
        "\(source) was taken with \(command.mayHarm.joined(separator: " and ")): to do that again, as '\(line)', "
          + "say --trust-baseline")
    }
  }

  /// A command as somebody typed it.
  init(_ words: [String], allowsDebug: Bool) throws {
    let parsed: any ParsableCommand
    do {
      // A command that does not measure does not know the option, and shall be told from a misspelt one.
      let withDebug = allowsDebug ? (try? AssayCommand.parseAsRoot(words + ["--allow-debug"])) : nil
      parsed = try withDebug ?? AssayCommand.parseAsRoot(words)
    } catch {
      let message = AssayCommand.message(for: error).prefix(Self.longestMessage)
      throw NotMeasuring("'\(words.joined(separator: " "))': \(message)")
    }
    guard let measuring = parsed as? any MeasuringCommand else {
      throw NotMeasuring("'\(words.joined(separator: " "))' measures nothing")
    }
    if let reason = measuring.whyNotRepeated { throw NotMeasuring(reason) }
    arguments = words
    command = measuring
  }

  /// The command line for people.
  var line: String { "assay \(arguments.joined(separator: " "))" }

  /// The command as it shall run now.
  ///
  /// - Parameters:
  ///   - out: where files go; nil for where the command line says, because storage is measured there.
  ///   - seed: of every random choice, the data that are made up included: that of the Run it is compared with.
  func adapted(out: String?, seed: UInt64, blocks: Int?, output: OutputOptions) -> any MeasuringCommand {
    var command = command
    command.measuring.out = out ?? command.measuring.out
    command.measuring.seed = seed
    command.measuring.blocks = blocks ?? command.measuring.blocks
    command.measuring.saveBaseline = nil
    command.output = output
    return command
  }

  private static func benchmark(of run: Run, _ source: String) throws -> String {
    let names = Set(run.metrics.map { String($0.id.prefix { $0 != "." }) })
    guard let name = names.first, names.count == 1 else {
      throw CommandFailure(
        "\(source): it does not say with which command it was taken; give a Run of a measuring command")
    }
    return name
  }
}

/// A command line that cannot be measured again, and why.
struct NotMeasuring: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
