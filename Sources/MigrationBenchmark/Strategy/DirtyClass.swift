public import VirtualMachine

/// What the guest does to its memory: the load of a migration.
public struct DirtyClass: Codable, Hashable, Sendable {
  /// Pages that it writes to a second; the metric label `dirty`.
  public var pagesPerSecond: Double
  /// Pages that it writes to in turn.
  public var workingSet: Int
  /// Words of four bytes a page, 0…1023, that are filled with what does not compress.
  public var filledWords: Int
  /// Seconds from one beat to the next.
  public var interval: Double

  /// A load.
  public init(pagesPerSecond: Double, workingSet: Int, filledWords: Int = 256, interval: Double = 0.001) {
    self.pagesPerSecond = pagesPerSecond
    self.workingSet = workingSet
    self.filledWords = filledWords
    self.interval = interval
  }

  /// The load of a beacon.
  public init(_ settings: BeaconSettings) {
    self.init(
      pagesPerSecond: settings.pagesPerBeat / settings.interval, workingSet: settings.pages,
      filledWords: settings.filledWords, interval: settings.interval)
  }

  /// The text of the metric label `dirty`: whole pages a second.
  public var label: String { "\(Int(pagesPerSecond.rounded()))" }

  /// The beacon that has this load.
  ///
  /// - Throws: `TwinError` of kind `badRequest` that names what is out of range.
  public func settings() throws(TwinError) -> BeaconSettings {
    try BeaconSettings(
      interval: interval, pages: workingSet, pagesPerBeat: pagesPerSecond * interval,
      filledWords: filledWords)
  }
}
