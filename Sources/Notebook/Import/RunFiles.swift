public import Platform

/// Documents to import: named ones, and those that lie in directories.
public struct RunFiles: Sendable, Equatable {
  /// A file, and whether somebody named it: then it must be a Run.
  public struct File: Sendable, Equatable {
    /// Its path.
    public var path: String
    /// Whether it was named, and not found in a directory.
    public var isNamed: Bool
  }

  /// The files, in the order in which they were named; those of a directory by their paths.
  public let files: [File]

  /// Directories within directories are followed so deep, links not at all.
  private static let deepest = 16

  /// Finds `*.json` in directories and those below them; files are taken as they are named.
  ///
  /// - Throws: `SystemError` for what is not there or cannot be listed.
  public init(_ paths: [String]) throws(SystemError) {
    var files: [File] = []
    for path in paths {
      if (try FileStatus(of: path)).kind == .directory {
        try Self.collect(path, 0, &files)
      } else {
        files.append(File(path: path, isNamed: true))
      }
    }
    self.files = files
  }

  private static func collect(_ directory: String, _ depth: Int, _ files: inout [File]) throws(SystemError) {
    for entry in try Files.entries(in: directory) {
      let path = directory.hasSuffix("/") ? directory + entry.name : "\(directory)/\(entry.name)"
      switch entry.kind {
      case .directory where depth < deepest && !entry.name.hasPrefix("."):
        try collect(path, depth + 1, &files)
      // What is being written has another ending.
      case .file where entry.name.hasSuffix(".json"): files.append(File(path: path, isNamed: false))
      default: break
      }
    }
  }
}
