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

  @OptionGroup(title: "Two nodes") var peers: PeerOptions

  @Option(
    help: "Node that answers: HOST, HOST:PORT, [IPv6]:PORT.", transform: { try PeerDestination($0) })
  var to: PeerDestination?

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
    guard peers.serve || to != nil else {
      throw ValidationError("take --serve to answer, or --to HOST to measure")
    }
    try peers.check(isAsking: to != nil, [("--part", !part.isEmpty), ("--streams", streams != nil)])
  }

  /// Answers; or plans, measures, shows.
  public func run() async throws {
    guard peers.serve else { return try await measureAlone() }
    try await peers.serving(usualPort: LinkOptions.usualPort, isQuiet: output.quiet).run {
      try LinkServer(at: $0)
    }
  }

  var whyNotRepeated: String? { peers.serve ? "link --serve measures nothing" : nil }

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
      let target = PeerNode(address, from: peers.fromName ?? host.host, to: peers.toName ?? to.host)
      return try LinkPlan(topology: host.topology, target: target, options: options)
    }
    // What is refused shall be refused before anybody is asked.
    _ = try plan(NetworkAddress(numeric: "127.0.0.1", port: to.port ?? LinkOptions.usualPort))
    let (address, _) = try to.answering(usualPort: LinkOptions.usualPort) { try LinkClient($0).probe() }
    let chosen = try plan(address)
    try await measure(
      Measuring(
        host: host, measuring: measuring, output: output, seed: seed, noted: ["link.peer": "\(address)"]),
      chosen.parts, chosen.skipped)
  }
}
