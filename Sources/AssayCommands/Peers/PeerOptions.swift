internal import ArgumentParser
internal import Platform

/// What two nodes that measure together are told, on the command line.
struct PeerOptions: ParsableArguments {
  @Flag(help: "Answer other nodes; the port is the first line of output.")
  var serve = false

  @Option(
    help: "Address to answer at; unless told, all of this host.", transform: ArgumentText.path("--listen"))
  var listen: String?

  @Option(help: "Port to answer at; 0 takes any that is free.")
  var port: UInt16?

  @Option(help: "End when nobody asked for so long: 10m.", transform: ArgumentText.seconds)
  var idleLimit: Double?

  @Option(help: "What this node is called in the result; unless told, its host name.", transform: Self.name)
  var fromName: String?

  @Option(help: "What the other node is called in the result; unless told, HOST.", transform: Self.name)
  var toName: String?

  /// Rejects what is for the other side.
  ///
  /// - Parameters:
  ///   - isAsking: whether `--to` names a node.
  ///   - others: further options that are for `--to`, and whether they were given.
  func check(isAsking: Bool, _ others: [(String, Bool)] = []) throws {
    if serve, isAsking {
      throw ValidationError("--serve answers, and --to measures: take one of them")
    }
    let names = [("--from-name", fromName != nil), ("--to-name", toName != nil)]
    let ofServer = [("--listen", listen != nil), ("--port", port != nil), ("--idle-limit", idleLimit != nil)]
    if !serve, let given = ofServer.first(where: \.1) { throw ValidationError("\(given.0) is for --serve") }
    if !isAsking, let given = (names + (serve ? others : [])).first(where: \.1) {
      throw ValidationError("\(given.0) is for --to")
    }
  }

  /// The server's side.
  func serving(usualPort: UInt16, isQuiet: Bool) -> PeerServing {
    PeerServing(listen: listen, port: port ?? usualPort, idleLimit: idleLimit ?? 600, isQuiet: isQuiet)
  }

  private static func name(_ text: String) throws -> String {
    guard !text.isEmpty, text.count <= 255, text == text.oneLine else {
      throw ValidationError("'\(text.oneLine)' is no name of a node: take one line of up to 255 characters")
    }
    return text
  }
}
