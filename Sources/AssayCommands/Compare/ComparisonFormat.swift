internal import Comparison
internal import Reporting

/// How a comparison is written.
enum ComparisonFormat: String, CaseIterable, Sendable {
  /// For a terminal.
  case table
  /// For a pull request.
  case markdown
  /// For a pipeline: worse is a failure, what cannot be told is skipped.
  case junit
  /// For a spreadsheet.
  case csv
  /// For the node exporter's textfile collector.
  case openmetrics
  /// The document `assay.comparison/1`.
  case json
  /// For a browser.
  case html

  /// The comparison in this format, with the line end after the last that the format has.
  func render(_ comparison: Comparison, suspects: [Suspect], output: OutputOptions) throws -> String {
    let text = try body(comparison, suspects, output)
    // By bytes: to a String, the two of a CSV line's end are one character.
    return text.utf8.last == UInt8(ascii: "\n") ? text : text + "\n"
  }

  private func body(
    _ comparison: Comparison, _ suspects: [Suspect], _ output: OutputOptions
  ) throws -> String {
    switch self {
    case .table:
      ComparisonTable.render(comparison, suspects: suspects, width: output.width, color: output.useColor)
    case .markdown: ComparisonMarkdown.render(comparison, suspects: suspects)
    case .junit: ComparisonJUnit.render(comparison, suspects: suspects)
    case .csv: ComparisonCSV.render(comparison)
    case .openmetrics: OpenMetrics.render(comparison)
    case .json: String(decoding: try comparison.encoded(), as: UTF8.self)
    case .html: ComparisonPage.render(comparison, suspects: suspects)
    }
  }
}
