/// A row of bars of eight heights: the shape of a series in one line of text.
enum Sparkline {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// One character a value, on a logarithmic scale; a middle dot where there is no value. Values must be above 0.
  static func text(_ values: [Double?]) -> String {
    let usable = values.compactMap { $0 }.filter { $0.isFinite && $0 > 0 }
    guard let low = usable.min(), let high = usable.max() else { return "" }
    return String(
      values.map { value in
        guard let value, value.isFinite, value > 0 else { return "·" }
        guard high > low else { return bars[0] }
        let height = Logarithm.base2(value / low) / Logarithm.base2(high / low) * Double(bars.count - 1)
        return bars[min(bars.count - 1, max(0, Int(height.rounded())))]
      })
  }

  /// A bar of at most `width` characters for a share of the largest value; eighths at its end.
  static func bar(_ value: Double?, of largest: Double, width: Int) -> String {
    guard let value, value.isFinite, largest > 0, value > 0 else { return "" }
    let ends = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"]
    let eighths = Int((min(1, value / largest) * Double(width * 8)).rounded())
    return String(repeating: "█", count: eighths / 8) + ends[eighths % 8]
  }
}
