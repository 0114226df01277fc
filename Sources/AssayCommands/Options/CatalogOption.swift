internal import ArgumentParser
internal import Platform

/// Which catalog of settings.
struct CatalogOption: ParsableArguments {
  @Option(
    help:
      "The catalog of settings; unless told, catalog.yaml beside the profile, else the installed one, else Profiles/catalog.yaml.",
    transform: ArgumentText.path("the catalog"))
  var catalog: String?

  static let fileName = "catalog.yaml"

  /// Its file.
  ///
  /// - Parameter profile: a profile's file, beside which it may lie.
  func file(beside profile: String?) throws -> String {
    if let catalog { return catalog }
    let places = Self.places(beside: profile)
    guard let found = places.first(where: Files.exists) else {
      throw CommandFailure(
        "there is no catalog of settings: neither \(places.joined(separator: " nor ")); name it with --catalog FILE"
      )
    }
    return found
  }

  /// Where it may lie, the first that is there counts.
  static func places(beside profile: String?) -> [String] {
    let folders = [profile.map { Files.parent(of: $0) }, ProfileOptions.installedFolder, "Profiles"]
    return folders.compactMap { $0.map { "\($0)/\(fileName)" } }
  }
}
