internal import ArgumentParser
internal import Comparison
internal import Platform
internal import Reporting

/// Where a comparison goes: one format on standard output, any of them into files.
struct ReportOptions: ParsableArguments {
  @Option(
    help: "On standard output: table, markdown, junit, csv, openmetrics, json.",
    transform: ArgumentText.choice(ComparisonFormat.self))
  var format: ComparisonFormat?

  @Option(
    help: ArgumentHelp("Write a page for the browser.", valueName: "file"),
    transform: ArgumentText.path("--html"))
  var html: String?

  @Option(help: ArgumentHelp("Write JUnit XML.", valueName: "file"), transform: ArgumentText.path("--junit"))
  var junit: String?

  @Option(
    help: ArgumentHelp("Write Markdown.", valueName: "file"), transform: ArgumentText.path("--markdown"))
  var markdown: String?

  @Option(help: ArgumentHelp("Write CSV.", valueName: "file"), transform: ArgumentText.path("--csv"))
  var csv: String?

  @Option(
    help: ArgumentHelp("Write OpenMetrics, for the node exporter's textfile collector.", valueName: "file"),
    transform: ArgumentText.path("--openmetrics"))
  var openmetrics: String?

  @Option(
    help: ArgumentHelp("Write the comparison's document (assay.comparison/1).", valueName: "file"),
    transform: ArgumentText.path("--document"))
  var document: String?

  /// Writes all that was asked for; files first, so that a closed pipe costs none.
  func write(_ comparison: Comparison, suspects: [Suspect], output: OutputOptions) throws {
    for (option, format, path) in files {
      guard let path else { continue }
      let text = try format.render(comparison, suspects: suspects, output: output)
      do {
        try Files.replace(path, with: Array(text.utf8))
      } catch {
        throw CommandFailure(
          "\(option) \(path): \(error); name a file that you may write, in a directory that is there")
      }
    }
    let shown = format ?? (output.json ? .json : .table)
    Console.outputPart(try shown.render(comparison, suspects: suspects, output: output))
  }

  private var files: [(option: String, format: ComparisonFormat, path: String?)] {
    [
      ("--html", .html, html), ("--junit", .junit, junit), ("--markdown", .markdown, markdown),
      ("--csv", .csv, csv),
      ("--openmetrics", .openmetrics, openmetrics), ("--document", .json, document),
    ]
  }
}
