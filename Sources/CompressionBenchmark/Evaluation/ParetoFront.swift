/// The codecs that are worth choosing from.
public enum ParetoFront {
  /// Those figures that no other one beats: none has at least their ratio at no more latency, and is better in one.
  ///
  /// - Parameter latency: which latency counts.
  /// - Returns: by rising latency; of equals, all.
  public static func of(_ figures: [CodecFigure], latency: (CodecFigure) -> Double) -> [CodecFigure] {
    figures.filter { figure in
      !figures.contains { other in
        other.ratio >= figure.ratio && latency(other) <= latency(figure)
          && (other.ratio > figure.ratio || latency(other) < latency(figure))
      }
    }.sorted { (latency($0), $0.ratio) < (latency($1), $1.ratio) }
  }
}
