/// Pages that a guest wrote to in a time, each counted once.
public struct DirtyWindow: Codable, Hashable, Sendable {
  /// Its length in seconds, above 0.
  public var seconds: Double
  /// Different pages written to.
  public var pages: Double

  /// A window of this length in which so many pages were written to.
  public init(seconds: Double, pages: Double) {
    self.seconds = seconds
    self.pages = pages
  }
}
