public import ArgumentParser
internal import Experiment
internal import Host
internal import LinkBenchmark
internal import Platform

/// `assay link`: one node answers, another measures the way to it.
public struct LinkCommand: AsyncParsableCommand, MeasuringCommand {
  /// Name and help.
  public static let configuration = CommandConfiguration(
    commandName: "link",
    abstract: "What the network between two nodes carries: bandwidth, latency, connections.",
    discussion: """
      One node answers, the other measures what arrives there. The server believes nothing that it is sent, but it \
      answers everybody: let it listen where only the nodes are, for as long as they measure.

      Example:
        assay link --serve --idle-limit 10m           on node2; prints the port
        assay link --to node2:9707 --suite standard   on node1
      """)

  @OptionGroup var measuring: MeasuringOptions
  @OptionGroup var output: OutputOptions

  @Flag(help: "Answer others; the port is the first line of output.")
  var serve = false

  @Option(
    help: "Address to answer at; unless told, all of this host.", transform: ArgumentText.path("--listen"))
  var listen: String?

  @Option(help: "Port to answer at; 0 takes any that is free.")
  var port: UInt16?

  @Option(help: "End when nobody asked for so long: 10m.", transform: ArgumentText.seconds)
  var idleLimit: Double?

  @Option(
    help: "Node that answers: HOST, HOST:PORT, [IPv6]:PORT.", transform: { try LinkDestination($0) })
  var to: LinkDestination?

  @Option(help: "What this node is called in the result; unless told, its host name.", transform: Self.name)
  var fromName: String?

  @Option(help: "What the other node is called in the result; unless told, HOST.", transform: Self.name)
  var toName: String?

  @Option(
    help: "Part: bandwidth, latency, connect. Repeatable.",
    transform: ArgumentText.choice(LinkOptions.Part.self))
  var part: [LinkOptions.Part] = []

  @Option(help: "Streams at once; unless told, one, and one for each CPU up to four.")
  var streams: Int?

  /// For ArgumentParser.
  public init() {}

  /// Rejects what is for the other side.
  public func validate() throws {
    guard serve != (to != nil) else {
      throw ValidationError(
        serve
          ? "--serve answers, and --to measures: take one of them"
          : "take --serve to answer, or --to HOST to measure")
    }
    let others =
      serve
      ? [
        ("--from-name", fromName != nil), ("--to-name", toName != nil), ("--part", !part.isEmpty),
        ("--streams", streams != nil),
      ] : [("--listen", listen != nil), ("--port", port != nil), ("--idle-limit", idleLimit != nil)]
    if let given = others.first(where: \.1) {
      throw ValidationError("\(given.0) is for \(serve ? "--to" : "--serve")")
    }
  }

  /// Answers; or plans, measures, shows.
  public func run() async throws {
    if serve {
      try await LinkServing(
        listen: listen, port: port ?? LinkOptions.usualPort, idleLimit: idleLimit ?? 600,
        isQuiet: output.quiet
      ).run()
    } else {
      try await measureAlone()
    }
  }

  var whyNotRepeated: String? { serve ? "link --serve measures nothing" : nil }

  func prepare(_ measure: MeasuringBody) async throws {
    guard let to else { throw ValidationError("--to HOST is needed to measure") }
    let host = try HostReport.read(fsroot: nil)
    let seed = measuring.seed ?? UInt64.random(in: 0..<1 << 53)
    var options = LinkOptions(suite: measuring.suite)
    options.cpus = measuring.cpus
    options.duration = measuring.duration
    options.parts = part
    options.streams = streams
    func plan(_ address: NetworkAddress) throws -> LinkPlan {
      let target = LinkTarget(address, from: fromName ?? host.host, to: toName ?? to.host)
      return try LinkPlan(topology: host.topology, target: target, options: options)
    }
    // What is refused shall be refused before anybody is asked.
    _ = try plan(NetworkAddress(numeric: "127.0.0.1", port: to.port))
    let address = try to.answering()
    let chosen = try plan(address)
    try await measure(
      Measuring(
        host: host, measuring: measuring, output: output, seed: seed, noted: ["link.peer": "\(address)"]),
      chosen.parts, chosen.skipped)
  }

  private static func name(_ text: String) throws -> String {
    guard !text.isEmpty, text.count <= 255, text == text.oneLine else {
      throw ValidationError("'\(text.oneLine)' is no name of a node: take one line of up to 255 characters")
    }
    return text
  }
}
