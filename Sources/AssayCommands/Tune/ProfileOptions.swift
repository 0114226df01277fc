internal import ArgumentParser
internal import Platform
internal import Tuning

/// Which profiles, against which catalog.
struct ProfileOptions: ParsableArguments {
  @Argument(
    help: "Profiles: files, or names of those that come with the tool (kvm-host).",
    transform: ArgumentText.path("the profile"))
  var profile: [String]

  @Option(
    help:
      "The catalog of settings; without it catalog.yaml beside the first profile, else the installed one.",
    transform: ArgumentText.path("the catalog"))
  var catalog: String?

  static let catalogName = "catalog.yaml"
  /// What lies beside profiles and is none.
  private static let others = [catalogName, "stages.yaml", "claims-kvm-article.yaml"]

  /// Reads and checks everything that files say, before anything is asked of the host.
  ///
  /// - Parameter trust: whether files are believed whoever could have written them.
  func load(_ trust: FileTrust) throws -> (profiles: [Profile], catalog: Catalog) {
    let files = profile.map(Self.file)
    for file in files where !Files.exists(file) {
      let names = Self.installedNames.joined(separator: ", ")
      let hint = names.isEmpty ? "" : "; these came with the tool: \(names)"
      throw FileProblem(file: file, line: 0, reason: "there is no such profile\(hint)")
    }
    let catalog = try Catalog.load(try catalogPath, trust: trust)
    let loader = ProfileLoader(catalog: catalog, trust: trust)
    return (try files.map { file throws(FileProblem) in try loader.load(file) }, catalog)
  }

  /// A bare name that is no file here is one of the profiles that were installed with the tool.
  private static func file(_ name: String) -> String {
    let installed = installedFolder.map { "\($0)/\(name).yaml" }
    guard !name.contains("/"), !Files.exists(name), let installed, Files.exists(installed) else {
      return name
    }
    return installed
  }

  /// Names of the profiles that were installed with the tool, sorted.
  private static var installedNames: [String] {
    let files = installedFolder.flatMap { try? Files.names(in: $0) } ?? []
    return files.filter { $0.hasSuffix(".yaml") && !others.contains($0) }.map { String($0.dropLast(5)) }
  }

  /// The catalog's file.
  var catalogPath: String {
    get throws {
      if let catalog { return catalog }
      let beside = profile.first.map { "\(Files.parent(of: Self.file($0)))/\(Self.catalogName)" }
      let installed = Self.installedFolder.map { "\($0)/\(Self.catalogName)" }
      guard let found = [beside, installed].compactMap({ $0 }).first(where: Files.exists) else {
        let places = [beside, installed].compactMap { $0 }.joined(separator: " nor ")
        throw CommandFailure(
          "there is no catalog of settings: neither \(places); name it with --catalog FILE")
      }
      return found
    }
  }

  /// `<executable>/../share/assay/profiles`.
  static var installedFolder: String? {
    CurrentProcess.executable.map { "\(Files.parent(of: Files.parent(of: $0)))/share/assay/profiles" }
  }
}

extension FileProblem: UsageRefusal {}
