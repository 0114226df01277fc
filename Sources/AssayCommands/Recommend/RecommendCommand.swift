internal import Advice
internal import ArgumentParser
internal import Experiment
internal import FoundationEssentials
internal import Platform
internal import Reporting
internal import Tuning

/// `assay recommend`: from what was measured to a profile with reasons.
struct RecommendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "recommend",
    abstract: "What to set on this host and why, from what was measured. Writes nothing but its own files.",
    discussion: """
      Every setting says which measured fact speaks for it, what it may cost and which trial would prove it; none is \
      proven before that trial.
      Example:
        assay recommend Results/node1.json --goal latency --guests 6x4c16g --out node1.yaml
        assay recommend --fsroot /captures/node7 --plan-only --goal density
        assay recommend --rules
      """)

  @OptionGroup var output: OutputOptions
  @OptionGroup var subject: RecommendationOptions

  @Option(
    help: ArgumentHelp("Write the profile.", valueName: "file"), transform: ArgumentText.path("--out"))
  var out: String?

  @Option(
    help: ArgumentHelp("Write a page for the browser.", valueName: "file"),
    transform: ArgumentText.path("--html"))
  var html: String?

  @Flag(help: "List the rules with what they read, set and cost, and who says so.")
  var rules = false

  func validate() throws {
    if rules {
      guard subject.isEmpty, out == nil, html == nil else {
        throw ValidationError("--rules lists the rules, and takes neither a Run nor other options")
      }
      return
    }
    try subject.check()
    if let out, out == html { throw ValidationError("--out and --html name the same file, \(out)") }
  }

  func run() throws {
    if rules { return try showRules() }
    let (recommendation, host) = try subject.recommendation()
    for gap in recommendation.layout.unplaced {
      Console.error("assay: --guests: \(gap.shape) without a place: \(gap.reason)".oneLine)
    }
    if recommendation.layout.places.isEmpty, !recommendation.layout.unplaced.isEmpty {
      throw CommandFailure("no guest fits on \(recommendation.host.name): nothing is recommended for them")
    }
    if let out { try write(RecommendedProfile.render(recommendation), to: out, option: "--out") }
    if let html {
      let page = RecommendationPage.render(recommendation, on: host.topology, profile: out)
      try write(page, to: html, option: "--html")
    }
    if output.json {
      try show(recommendation)
    } else {
      Console.output(
        RecommendationText.render(
          recommendation, on: host.topology, profile: out, width: output.width, color: output.useColor))
    }
    if !output.quiet { for file in [out, html].compactMap({ $0 }) { Console.error(file) } }
  }

  private func showRules() throws {
    let book = RuleBook()
    if output.json {
      try show(book)
    } else {
      Console.output(RuleBookText.render(book, width: output.width, color: output.useColor))
    }
  }

  private func show(_ document: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    Console.output(String(decoding: try encoder.encode(document), as: UTF8.self))
  }

  private func write(_ text: String, to file: String, option: String) throws {
    do {
      try Files.replace(file, with: Array(text.utf8))
    } catch {
      throw CommandFailure(
        "\(option) \(file): \(error); name a file that you may write, in a directory that is there")
    }
  }
}
