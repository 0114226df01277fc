/// Why there is no forecast: what is missing, and what to do.
public enum ForecastError: Error, Sendable, Equatable, CustomStringConvertible {
  /// No window was measured.
  case noWindows
  /// The guest has no memory, or what is no number.
  case noPages(Double)
  /// The link has no rate.
  case noRate(Double)

  /// For people.
  public var description: String {
    switch self {
    case .noWindows:
      "there is no forecast without dirty pages: no window of a length above 0 was measured; measure one of a second"
    case .noPages(let pages):
      "there is no forecast for a guest of \(pages) pages; give those in use and those that are zero"
    case .noRate(let rate):
      "there is no forecast for a link of \(rate) B/s; give what it carries, more than 0, or measure it"
    }
  }
}
