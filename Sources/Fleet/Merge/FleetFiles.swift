public import Platform

/// Which documents of a fleet are whose: `nodes/<name>/*.json` and `pairs/<from>--<to>/*.json` of a fleet run, or plain
/// directories of nodes, or single documents.
///
///     let files = try FleetFiles(["Results/fleet-1"])
///     files.sources.map(\.path)      // …/nodes/node1/memory.json, …
public struct FleetFiles: Sendable, Equatable {
  /// Whose documents they are.
  public enum Owner: Sendable, Hashable {
    /// A node of the fleet, as its directory is called.
    case node(String)
    /// A node of which only the document tells the name: its host's.
    case host
    /// What was measured from one node to another.
    case pair(from: String, to: String)
  }

  /// One document.
  public struct Source: Sendable, Equatable {
    /// Whose it is.
    public var owner: Owner
    /// Its path.
    public var path: String
    /// Whether somebody named it, and it was not found in a directory: then it must be a Run.
    public var isNamed: Bool
  }

  /// The documents: by the paths that were named, below them by name.
  public private(set) var sources: [Source] = []
  /// Nodes that have a directory, with or without documents in it.
  public private(set) var nodes: [String] = []

  private static let pairMark = "--"

  /// Finds the documents of these files and directories; links are not followed.
  ///
  /// - Throws: `SystemError` for what is not there or cannot be listed.
  public init(_ paths: [String]) throws(SystemError) {
    for path in paths {
      guard (try FileStatus(of: path)).kind == .directory else {
        sources.append(Source(owner: .host, path: path, isNamed: true))
        continue
      }
      try collect(path.hasSuffix("/") ? String(path.dropLast()) : path)
    }
  }

  private mutating func collect(_ directory: String) throws(SystemError) {
    let entries = try Files.entries(in: directory)
    let parts = entries.filter { $0.kind == .directory && ["nodes", "pairs"].contains($0.name) }
    // A run of the fleet that brought nothing yet has folders of its own, and no nodes among them.
    let isRun = entries.contains { $0.name == "fleet.json" }
    guard isRun || parts.contains(where: { $0.name == "nodes" }) else {
      // Documents that lie here are a list of Runs; each directory is a node.
      take(directory, entries, .host)
      try collectNodes(directory, entries)
      return
    }
    for part in parts {
      let path = "\(directory)/\(part.name)"
      if part.name == "nodes" {
        try collectNodes(path, try Files.entries(in: path))
      } else {
        try collectPairs(path)
      }
    }
  }

  private mutating func collectNodes(
    _ directory: String, _ entries: [(name: String, kind: Files.Kind)]
  ) throws(SystemError) {
    for entry in entries where entry.kind == .directory && !entry.name.hasPrefix(".") {
      let path = "\(directory)/\(entry.name)"
      take(path, try Files.entries(in: path), .node(entry.name))
      if !nodes.contains(entry.name) { nodes.append(entry.name) }
    }
  }

  private mutating func collectPairs(_ directory: String) throws(SystemError) {
    for entry in try Files.entries(in: directory) where entry.kind == .directory {
      guard let mark = entry.name.firstRange(of: Self.pairMark), mark.lowerBound > entry.name.startIndex,
        mark.upperBound < entry.name.endIndex
      else { continue }
      let owner = Owner.pair(
        from: String(entry.name[..<mark.lowerBound]), to: String(entry.name[mark.upperBound...]))
      let path = "\(directory)/\(entry.name)"
      take(path, try Files.entries(in: path), owner)
    }
  }

  private mutating func take(
    _ directory: String, _ entries: [(name: String, kind: Files.Kind)], _ owner: Owner
  ) {
    // What is being written has another ending.
    for entry in entries where entry.kind == .file && entry.name.hasSuffix(".json") {
      sources.append(Source(owner: owner, path: "\(directory)/\(entry.name)", isNamed: false))
    }
  }
}
