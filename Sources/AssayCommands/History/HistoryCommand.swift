internal import ArgumentParser
internal import FoundationEssentials
internal import Notebook
internal import Platform
internal import Reporting

/// `assay history`: a metric over time, from all Runs that were imported.
struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract: "A metric over time, from the Runs that were imported into the notebook.",
    discussion: """
      Without a metric it lists what there is. The Runs' documents stay the truth: the notebook can be made anew of them.
      Example:
        assay history --import Results
        assay history memory.bandwidth --label kernel=triad --label store=streaming
        assay history --rebuild Results
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var notebookOptions: NotebookOptions

  @Argument(help: "The metric: memory.bandwidth.")
  var metric: String?

  @Option(help: "Only series with this label: kernel=triad; repeatable.", transform: HistoryLabel.init)
  var label: [HistoryLabel] = []

  @Option(help: "Only this host.")
  var host: String?

  @Option(help: "How many Runs are listed of each series, the last ones; 40 in a table, all in JSON.")
  var last: Int?

  @Option(
    name: .customLong("import"), help: "Import a Run, or a directory of Runs, before; repeatable.",
    transform: ArgumentText.path("--import"))
  var imports: [String] = []

  @Option(
    help: "Make the notebook anew of the Runs in a directory; repeatable. One that is damaged is set aside.",
    transform: ArgumentText.path("--rebuild"))
  var rebuild: [String] = []

  /// More series than these are listed by their labels, and not shown.
  private static let mostSeries = 12
  private static let linesOfTable = 40

  func validate() throws {
    if let metric, metric.isEmpty { throw ValidationError("the metric has no name") }
    if let last, last < 1 { throw ValidationError("--last takes 1 or more") }
    if !imports.isEmpty, !rebuild.isEmpty {
      throw ValidationError("--rebuild takes all Runs anew; name the directories of --import there")
    }
    if metric == nil, !label.isEmpty || host != nil || last != nil {
      throw ValidationError("--label, --host and --last need a metric")
    }
  }

  func run() async throws {
    let path = try notebookOptions.path
    let filling = NotebookFilling(path: path, output: output, isResult: metric == nil)
    if !rebuild.isEmpty { try await filling.rebuild(rebuild) }
    let refused = imports.isEmpty ? 0 : try await filling.add(imports)
    // Who only fills it has been told what came of it.
    if metric != nil || (imports.isEmpty && rebuild.isEmpty) {
      try show(Notebook.open(path, creating: false))
    }
    if refused > 0 { throw ExitCode.failure }
  }

  private func show(_ notebook: Notebook) throws {
    guard let metric else {
      let overview = try notebook.overview()
      if output.json {
        try Self.write(overview)
      } else {
        Console.output(
          NotebookText.render(overview, path: notebook.path, width: output.width, color: output.useColor))
      }
      return
    }
    let histories = try histories(notebook, of: metric)
    if output.json {
      try Self.write(HistoryDocument(histories, last: last))
    } else {
      Console.output(
        HistoryText.render(
          histories, last: last ?? Self.linesOfTable, width: output.width, color: output.useColor))
    }
  }

  private func histories(_ notebook: Notebook, of metric: String) throws -> [History] {
    let labels = Dictionary(label.map { ($0.name, $0.value) }) { _, last in last }
    let series = try notebook.series(of: metric, labels: labels)
    if series.count > Self.mostSeries, !output.json {
      throw CommandFailure(Self.tooMany(series, metric))
    }
    let shown = last ?? (output.json ? .max : Self.linesOfTable)
    let histories = try series.flatMap { try notebook.histories(of: $0, host: host, shown: shown) }
    guard histories.isEmpty, let host else { return histories }
    throw CommandFailure(
      "\(notebook.path): no Run of host \(host) measured that; assay history lists the hosts")
  }

  /// Which labels would tell them apart.
  private static func tooMany(_ series: [SeriesName], _ metric: String) -> String {
    let names = Set(series.flatMap(\.labels.keys)).sorted()
    let choices = names.compactMap { name -> String? in
      let values = Set(series.compactMap { $0.labels[name] })
      return values.count > 1 ? "--label \(name)= (\(values.count) values)" : nil
    }
    return
      "\(metric) has \(series.count) series; choose with \(choices.joined(separator: ", ")), which assay history lists, "
      + "or take --json"
  }

  static func write(_ document: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    Console.output(String(decoding: try encoder.encode(document), as: UTF8.self))
  }
}

/// `kernel=triad`.
struct HistoryLabel: Sendable {
  let name: String
  let value: String

  init(_ text: String) throws {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      throw ValidationError("'\(text)' is not a label: write its name and value as kernel=triad")
    }
    name = String(parts[0])
    value = String(parts[1])
  }
}
