/// What `assay history METRIC --json` writes.
public struct HistoryDocument: Codable, Sendable, Equatable {
  /// `assay.history/1`.
  public var schema: String
  /// One for each series and host.
  public var histories: [History]

  /// A document of these histories.
  ///
  /// - Parameter last: How many points of each are in it, the last ones; nil for all. Marks and change points are told
  ///   whole.
  public init(_ histories: [History], last: Int? = nil) {
    schema = History.currentSchema
    self.histories = histories.map { history in
      var history = history
      if let last { history.points = Array(history.points.suffix(last)) }
      return history
    }
  }
}
