internal import Experiment

/// The compressor for pages of memory that saves most among those that bring a page back in time.
struct PageCodec {
  /// What a page may take to come back in the worst of a hundred cases: a small part of a read from flash.
  private static let longest = 20e-6
  /// Less is not worth the time.
  private static let leastRatio = 1.5
  /// Pages must go as fast as a link of 1 Gbit/s brings them.
  private static let leastRate = 125e6

  /// The kernel's name: `lz4`, `zstd`.
  let algorithm: String
  private let ratio: MeasuredFigure
  private let back: MeasuredFigure
  private let rate: MeasuredFigure

  /// Of the memory of processes where that was measured, else of the made-up pages.
  init(_ facts: RuleFacts) throws(Silence) {
    let ratios = try facts.results("compression.ratio", ["block": "4k"])
    let real = ratios.filter { $0["corpus"]?.hasPrefix("process") ?? false }
    let corpus = (real.first ?? ratios.first { $0["corpus"] == "memory" })?["corpus"]
    guard let corpus else {
      throw Silence(.notMeasured, "the Run has no compression of pages of memory")
    }
    let fitting = ratios.filter { $0["corpus"] == corpus }.compactMap { Self.codec($0, facts) }.filter {
      $0.back.value <= Self.longest && $0.rate.value >= Self.leastRate && $0.ratio.value >= Self.leastRatio
    }
    // The kernel's own code counts for more than a library's.
    let own = fitting.filter { $0.ratio["codec"]?.hasPrefix("zram-") ?? false }
    guard let best = (own.isEmpty ? fitting : own).max(by: { $0.ratio.value < $1.ratio.value }) else {
      throw Silence(
        .notNeeded,
        "no compressor saves a third of \(corpus) and brings a page back within \(FigureText.text(Self.longest, "s"))"
      )
    }
    self = best
  }

  private init(algorithm: String, ratio: MeasuredFigure, back: MeasuredFigure, rate: MeasuredFigure) {
    self.algorithm = algorithm
    self.ratio = ratio
    self.back = back
    self.rate = rate
  }

  private static func codec(_ ratio: MeasuredFigure, _ facts: RuleFacts) -> PageCodec? {
    guard let codec = ratio["codec"] else { return nil }
    let labels = ratio.key.labels.merging(["threads": "1"]) { $1 }
    guard
      let back = facts.measured.first(
        "compression.latency", labels.merging(["direction": "decompress", "quantile": "p99"]) { $1 }),
      let rate = facts.measured.first(
        "compression.throughput", labels.merging(["direction": "compress"]) { $1 })
    else { return nil }
    let algorithm = codec.hasPrefix("zram-") ? String(codec.dropFirst(5)) : codec
    return PageCodec(algorithm: algorithm, ratio: ratio, back: back, rate: rate)
  }

  var facts: [Trigger] { [Trigger(ratio), Trigger(back), Trigger(rate)] }
  var sentence: String {
    "\(algorithm) makes \(ratio["corpus"] ?? "pages") \(ratio.text) times smaller and brings 99 of 100 pages back within"
      + " \(back.text), the most that any does within \(FigureText.text(Self.longest, "s"))"
  }
}
