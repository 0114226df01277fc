internal import Comparison
internal import Platform
internal import Tuning

extension KnobNotes {
  /// What the catalog of settings says, for comparisons of hosts.
  ///
  /// - Parameter file: The catalog; nil for the one that came with the tool or lies in `Profiles`. Where there is none,
  ///   nothing is known.
  /// - Throws: `FileProblem` where it cannot be read.
  init(catalogFile file: String?) throws {
    guard let found = file ?? Self.installedCatalog else {
      Console.error(
        "assay: no catalog of settings found (\(CatalogOption.places(beside: nil).joined(separator: ", "))): differences are shown without what "
          + "they do; name one with --catalog FILE")
      self = .none
      return
    }
    self.init(try Catalog.load(found))
  }

  /// The catalog that came with the tool or lies in `Profiles`; nil where there is none.
  static var installedCatalog: String? { CatalogOption.places(beside: nil).first(where: Files.exists) }

  private init(_ catalog: Catalog) {
    let notes = catalog.knobs.map { knob in
      (Self.settingKey(knob.key), KnobNote(summary: knob.about, movesMetrics: knob.metrics))
    }
    self.init(Dictionary(notes) { first, _ in first })
  }

  /// As the snapshot of a host's settings names it: debugfs is mounted below sysfs.
  private static func settingKey(_ key: SettingKey) -> String {
    key.kind == "debugfs" ? "sysfs/kernel/debug/\(key.name)" : key.description
  }
}
