import Experiment
import Statistics

/// What the compression benchmark finds on a made-up host.
extension FixtureRun {
  /// How a codec does on pages of made-up memory: ratio, and seconds to compress and to decompress a page.
  struct Codec {
    var labels: [String: String]
    var ratio: Double
    var compress: Double
    var decompress: Double

    init(_ codec: String, _ level: String?, _ ratio: Double, _ compress: Double, _ decompress: Double) {
      labels = ["codec": codec]
      labels["level"] = level
      if codec == "zstd" { labels["dictionary"] = "no" }
      self.ratio = ratio
      self.compress = compress
      self.decompress = decompress
    }

    func withDictionary(ratio: Double, compress: Double, decompress: Double) -> Codec {
      var codec = self
      codec.labels["dictionary"] = "yes"
      (codec.ratio, codec.compress, codec.decompress) = (ratio, compress, decompress)
      return codec
    }
  }

  static let codecs: [Codec] = [
    Codec("memcpy", "0", 1, 0.7e-6, 0.7e-6), Codec("lz4", "8", 2.05, 4.1e-6, 1.3e-6),
    Codec("lz4", "1", 2.42, 6.7e-6, 1.5e-6), Codec("lz4hc", "9", 2.71, 44e-6, 1.52e-6),
    Codec("zstd", "-5", 2.30, 9.5e-6, 4.1e-6), Codec("zstd", "1", 3.04, 15.6e-6, 7.0e-6),
    Codec("zstd", "1", 1, 1, 1).withDictionary(ratio: 3.61, compress: 14.2e-6, decompress: 5.9e-6),
    Codec("zstd", "3", 3.16, 22e-6, 7.3e-6), Codec("zstd", "9", 3.21, 88e-6, 7.6e-6),
    Codec("zstd", "19", 3.28, 940e-6, 8.2e-6), Codec("zram-lzo-rle", "default", 2.38, 7.9e-6, 2.9e-6),
  ]

  /// A Run of the compression benchmark alone.
  var compression: Run {
    var run = finished
    var generator = SeededGenerator(seed: seed)
    run.tool.arguments = ["compression"]
    run.metrics = [("database", 1.5), ("memory", 1.0), ("random", 0.0)].flatMap { corpus, strength in
      ["4k", "128k"].flatMap { block in data(corpus, strength, block, &generator) }
    }
    return run
  }

  /// One kind of data: `strength` is how much better than memory it compresses, 0 for not at all.
  private func data(
    _ corpus: String, _ strength: Double, _ block: String, _ generator: inout SeededGenerator
  ) -> [Metric] {
    let place = ["corpus": corpus, "block": block]
    let shares = [("zero", 0.12), ("same", 0.03)].map { kind, share in
      figure("blocks_share", place.merging(["kind": kind]) { $1 }, "1", .higher, 0, &generator) {
        corpus == "memory" ? share : 0
      }
    }
    let codecs = Self.codecs.filter { codec in
      block == "4k"
        || (codec.labels["dictionary"] != "yes" && codec.labels["codec"]?.hasPrefix("zram") != true)
    }
    return shares + codecs.flatMap { codec in measured(codec, place, strength, &generator) }
  }

  private func measured(
    _ codec: Codec, _ place: [String: String], _ strength: Double, _ generator: inout SeededGenerator
  ) -> [Metric] {
    let labels = place.merging(codec.labels) { $1 }
    let isLarge = place["block"] == "128k"
    let size = isLarge ? 131_072.0 : 4096
    let isCopy = codec.labels["codec"] == "memcpy"
    // Larger blocks compress better and cost less a byte.
    let gain = isCopy ? 0 : (codec.ratio - 1) * strength * (isLarge ? 1.25 : 1)
    let ratio = strength == 0 && !isCopy ? 0.998 : 1 + gain
    let calls = [("compress", codec.compress), ("decompress", codec.decompress)].map {
      ($0, $1 * size / 4096 * (isLarge ? 0.8 : 1))
    }
    // A copy is only timed.
    var metrics = isCopy ? [] : sizes(labels, ratio: ratio, &generator)
    for (direction, seconds) in calls {
      let own = labels.merging(["direction": direction]) { $1 }
      for threads in isLarge ? [1] : [1, 2] {
        metrics.append(
          figure(
            "throughput", own.merging(["threads": "\(threads)"]) { $1 }, "B/s", .higher, 0.01, &generator
          ) { Double(threads) * (threads == 1 ? 1 : 0.96) * size / seconds })
      }
      metrics += distribution(
        "compression.latency", own.merging(["threads": "1"]) { $1 }, median: seconds, tail: 1.5, &generator)
    }
    return metrics
  }

  /// What is counted: the ratio of all blocks together and of single ones, bytes, and what does not get smaller.
  private func sizes(_ labels: [String: String], ratio: Double, _ generator: inout SeededGenerator)
    -> [Metric]
  {
    let spreads = [("p10", 0.7), ("p50", 0.98), ("p90", 1.6)]
    return [
      figure("ratio", labels, "1", .higher, 0, &generator) { ratio },
      figure("corpus_bytes", labels, "B", .higher, 0, &generator) { 268_435_456 },
      figure("compressed_bytes", labels, "B", .lower, 0, &generator) { 268_435_456 / ratio },
      figure(
        "blocks_share", labels.merging(["kind": "incompressible"]) { $1 }, "1", .lower, 0, &generator
      ) { ratio < 1 ? 1 : 0.004 },
    ]
      + spreads.map { quantile, share in
        figure("ratio_spread", labels.merging(["quantile": quantile]) { $1 }, "1", .higher, 0, &generator) {
          ratio < 1 ? ratio : 1 + (ratio - 1) * share
        }
      }
  }

  private func figure(
    _ name: String, _ labels: [String: String], _ unit: String, _ better: Metric.Direction, _ spread: Double,
    _ generator: inout SeededGenerator, value: () -> Double
  ) -> Metric {
    let exact = value()
    var metric = metric(
      "compression.\(name)", labels, unit: unit, better: better, spread: spread, &generator
    ) { _ in exact }
    // What is counted and not timed is the same in every sample, disturbed or not.
    if spread == 0 { for index in metric.samples.indices { metric.samples[index].value = exact } }
    return metric
  }
}
