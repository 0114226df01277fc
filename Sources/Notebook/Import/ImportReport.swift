/// What came of an import.
public struct ImportReport: Codable, Sendable, Equatable {
  /// Runs that were not in the notebook before.
  public var added = 0
  /// Runs that had been measuring when they were imported before, and have come further.
  public var updated = 0
  /// Runs that were there already, unchanged.
  public var known = 0
  /// JSON files of another kind, found in a directory.
  public var otherKinds = 0
  /// Files that were refused: each with what is wrong and what to do. One line each.
  public var refused: [String] = []

  /// Nothing yet.
  public init() {}

  enum CodingKeys: String, CodingKey {
    case added, updated, known, refused
    case otherKinds = "other_kinds"
  }
}
