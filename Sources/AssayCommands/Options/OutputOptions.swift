internal import ArgumentParser
internal import Platform

/// How a command speaks.
struct OutputOptions: ParsableArguments {
  @Flag(help: "Print JSON instead of the table.")
  var json = false

  @Flag(help: "Say nothing but results and errors.")
  var quiet = false

  @Flag(inversion: .prefixedNo, help: "Colours; also off with NO_COLOR, and where output is no terminal.")
  var color = true

  /// Whether to colour standard output.
  var useColor: Bool { color && Console.outputIsTerminal && (Console.environment("NO_COLOR") ?? "").isEmpty }

  /// Columns to write for.
  var width: Int { Console.columns ?? 100 }
}
