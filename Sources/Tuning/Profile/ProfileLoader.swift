public import Platform

/// Reads profiles with what they include, and checks every line against the catalog before anything is asked of a host.
public struct ProfileLoader: Sendable {
  /// What profiles may name.
  public let catalog: Catalog
  private let trust: FileTrust

  /// A loader for a catalog.
  ///
  /// - Parameter trust: whether profiles are believed whoever could have written them.
  public init(catalog: Catalog, trust: FileTrust = .everybody) {
    self.catalog = catalog
    self.trust = trust
  }

  private static let deepestInclude = 8
  private static let fields = [
    "schema", "name", "summary", "include", "cpus", "settings", "cpusets", "boot", "claims",
  ]

  /// Reads a profile.
  ///
  /// - Throws: `FileProblem` with file, line and reason: unknown fields and keys, values of the wrong type or out of
  ///   range, includes in a loop, two included profiles that disagree.
  public func load(_ file: String) throws(FileProblem) -> Profile {
    var files: [(path: String, hash: String)] = []
    var profile = try load(file, above: [], files: &files)
    profile.files = files.map(\.path)
    if files.count > 1 {
      let list = files.map { "\($0.hash)  \(Self.lastName($0.path))\n" }.joined()
      profile.hash = ContentHash.sha256(Array(list.utf8))
    }
    return profile
  }

  private func load(
    _ file: String, above: [String], files: inout [(path: String, hash: String)]
  ) throws(FileProblem) -> Profile {
    try trust.check(file)
    let (bytes, root) = try YAMLFields.document(file)
    files.append((file, ContentHash.sha256(bytes)))
    let top = try YAMLFields(root, file: file, known: Self.fields)
    let schema = try top.text("schema")
    guard schema == Profile.schema else {
      throw top.problem(
        "'\(schema)' is not a profile that this version reads; expected \(Profile.schema)", at: "schema")
    }
    let name = try top.text("name")
    guard
      name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "-") })
    else { throw top.problem("the name '\(name)' may have small letters, digits and '-'", at: "name") }
    let parts = ProfileParts(catalog: catalog, fields: top)
    var profile = Profile(
      name: name, summary: try top.text("summary"), file: file, hash: files.last?.hash ?? "",
      wishes: try parts.settings() + parts.bootWords(), groups: try parts.groups(),
      definitions: try parts.definitions(), claims: try parts.claims())
    var included: [Profile] = []
    for entry in try top.texts("include") {
      included.append(
        try include(entry.text, line: entry.line, of: file, above: above + [file], files: &files))
    }
    if !included.isEmpty {
      profile = try ProfileMerge.put(profile, over: included, line: top.line(of: "include"))
    }
    return profile
  }

  private func include(
    _ name: String, line: Int, of file: String, above: [String], files: inout [(path: String, hash: String)]
  ) throws(FileProblem) -> Profile {
    func problem(_ reason: String) -> FileProblem { FileProblem(file: file, line: line, reason: reason) }
    // Profiles travel as folders: what they need is beside them.
    guard !name.contains("/"), name != "..", name != "." else {
      throw problem("'\(name)' must be the name of a file in the same folder")
    }
    let path = "\(Files.parent(of: file))/\(name)"
    if let start = above.firstIndex(where: { Self.lastName($0) == name }) {
      let chain = (above[start...].map(Self.lastName) + [name]).joined(separator: " → ")
      throw problem("profiles include each other in a loop: \(chain)")
    }
    guard above.count < Self.deepestInclude else {
      throw problem("includes are more than \(Self.deepestInclude) deep")
    }
    guard files.count < 64 else { throw problem("more than 64 files are included") }
    guard Files.exists(path) else { throw problem("there is no file \(path) to include") }
    return try load(path, above: above, files: &files)
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
