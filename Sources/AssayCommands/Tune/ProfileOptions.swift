internal import ArgumentParser
internal import Platform
internal import Tuning

/// Which profiles, against which catalog.
struct ProfileOptions: ParsableArguments {
  @Argument(
    help: "Profiles: files, or names of those that come with the tool (kvm-host).",
    transform: ArgumentText.path("the profile"))
  var profile: [String]

  @OptionGroup var catalog: CatalogOption

  /// What lies beside profiles and is none.
  private static let others = [CatalogOption.fileName, "stages.yaml", "claims-kvm-article.yaml"]

  /// Reads and checks everything that files say, before anything is asked of the host.
  ///
  /// - Parameter trust: whether files are believed whoever could have written them.
  func load(_ trust: FileTrust) throws -> (profiles: [Profile], catalog: Catalog) {
    let files = try profile.map { name throws(FileProblem) in try Self.located(name) }
    let catalog = try Catalog.load(try catalogPath, trust: trust)
    let loader = ProfileLoader(catalog: catalog, trust: trust)
    return (try files.map { file throws(FileProblem) in try loader.load(file) }, catalog)
  }

  /// The file of a profile: as named, or one of those that were installed with the tool.
  static func located(_ name: String) throws(FileProblem) -> String {
    let file = file(name)
    if Files.exists(file) { return file }
    let names = installedNames.joined(separator: ", ")
    let hint = names.isEmpty ? "" : "; these came with the tool: \(names)"
    throw FileProblem(file: name, line: 0, reason: "there is no such profile\(hint)")
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
    get throws { try catalog.file(beside: profile.first.map(Self.file)) }
  }

  /// `<executable>/../share/assay/profiles`.
  static var installedFolder: String? {
    CurrentProcess.executable.map { "\(Files.parent(of: Files.parent(of: $0)))/share/assay/profiles" }
  }
}

extension FileProblem: UsageRefusal {}
