internal import ArgumentParser
internal import Experiment

/// What is done with a plan once everything is in place for it.
typealias MeasuringBody = (Measuring, [Part], [Run.Skipped]) async throws -> Void

/// A command that measures. `check` reads one from a Run's command line and measures as it would have.
protocol MeasuringCommand: AsyncParsableCommand {
  var measuring: MeasuringOptions { get set }
  var output: OutputOptions { get set }

  /// Why it cannot be run again for a comparison; nil when it can.
  var whyNotRepeated: String? { get }

  /// Options given that let it destroy data or run other programs: they are not taken from a document unasked.
  var mayHarm: [String] { get }

  /// Plans, makes what the plan needs, calls `measure` with it, and removes what was made.
  func prepare(_ measure: MeasuringBody) async throws
}

extension MeasuringCommand {
  var whyNotRepeated: String? { nil }
  var mayHarm: [String] { [] }

  /// One Run, and nothing to compare it with.
  func measureAlone() async throws {
    try await prepare { measuring, parts, skipped in try await measuring.run(parts: parts, skipped: skipped) }
  }
}
