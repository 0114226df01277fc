/// Every setting that profiles may name; what is not in it is never written.
public struct Catalog: Sendable {
  /// The form of the file.
  public static let schema = "assay.catalog/1"

  /// The file that it was read from.
  public let file: String
  /// The knobs in the order of the file.
  public let knobs: [Knob]
  /// Places of those without `*`, for most keys are such.
  private let exact: [SettingKey: Int]
  private let patterns: [Int]

  /// A catalog of these knobs.
  public init(file: String, knobs: [Knob]) {
    self.file = file
    self.knobs = knobs
    exact = Dictionary(knobs.enumerated().map { ($1.key, $0) }) { first, _ in first }
    patterns = knobs.indices.filter { knobs[$0].key.isPattern }
  }

  /// The knob of a key; nil when the catalog does not know it.
  public func knob(for key: SettingKey) -> Knob? {
    if let index = exact[key] { return knobs[index] }
    return patterns.first { knobs[$0].covers(key) }.map { knobs[$0] }
  }
}
