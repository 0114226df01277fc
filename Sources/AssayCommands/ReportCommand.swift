internal import ArgumentParser
internal import Experiment
internal import Platform
internal import Reporting

/// `assay report`: a Run that was measured before, for people.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Shows Runs that were measured before, as a table or a page.",
    discussion: """
      Example:
        assay report Results/node1.json
        assay report Results/node1.json Results/node2.json --html nodes.html
      """)

  @OptionGroup var output: OutputOptions

  @Argument(help: "Run documents.", transform: ArgumentText.path("the document"))
  var runs: [String]

  @Option(help: "Write a page instead of tables.", transform: ArgumentText.path("the page"))
  var html: String?

  func run() throws {
    let documents = try runs.map { try RunDocument.read(path: $0) }
    if let html {
      let page = Array(HTMLReport.render(documents).utf8)
      do {
        try Files.replace(html, with: page)
      } catch {
        throw CommandFailure(
          "--html \(html): \(error); name a file that you may write, in a directory that is there")
      }
      if !output.quiet { Console.error(html) }
      return
    }
    for run in documents {
      if output.json {
        Console.output(String(decoding: try RunDocument.encode(run), as: UTF8.self).trimmingSpace())
      } else {
        Console.output(TableReport.render(run, width: output.width, color: output.useColor))
      }
    }
  }
}
