internal import Experiment

/// What more threads bring.
struct ThreadReading: Sendable {
  /// Data of which some choice was measured with several numbers of threads: pages where there are such ones. The
  /// others are on the page with every figure.
  let data: CompressionData?
  let subject: Subject

  init(_ reading: CompressionReading) {
    let known = reading.data.filter { !Self.choices($0).isEmpty }
    data = known.first(where: \.isPages) ?? known.first
    let table = data.map { data in
      let choices = Self.choices(data)
      let counts = Set(choices.flatMap(\.threadCounts)).sorted()
      return EstimateTable(
        choices, title: data.name,
        ["compress", "decompress"].flatMap { direction in
          counts.map { count in
            CompressionFigure("\(direction) ×\(count)", dropped: direction == "compress" ? nil : 5) {
              $0.throughput(direction, threads: count)
            }
          }
        })
    }
    subject = Subject(
      title: "Compression over threads", better: "higher is better",
      explanation:
        "Uncompressed bytes a second of all threads together; ×n: n threads, each with blocks of its own.",
      tables: [table].compactMap(\.self), sentence: data.flatMap(Self.sentence))
  }

  /// Those that were measured with several numbers of threads.
  static func choices(_ data: CompressionData) -> [CompressionChoice] {
    data.choices.filter { $0.threadCounts.count > 1 }
  }

  /// What most threads bring to the strongest choice, where it is more beyond doubt.
  private static func sentence(_ data: CompressionData) -> String? {
    guard let choice = choices(data).last(where: { !$0.isCopy && !$0.isKernel }),
      let least = choice.threadCounts.first,
      let most = choice.threadCounts.last, let few = choice.throughput("compress", threads: least),
      let many = choice.throughput("compress", threads: most), few.isClearlyBelow(many),
      let times = many.times(few)
    else { return nil }
    return
      "\(choice.name) compresses \(many.valueText) with \(Units.count(most, "thread")), \(times) as much as with \(least)."
  }
}
