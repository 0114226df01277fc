internal import Experiment
internal import Platform
internal import Statistics

/// Measures a zram device's algorithms: pages are written with direct I/O, read back and compared.
struct ZramWorker {
  private let workload: ZramWorkload
  private let device: ZramDevice

  init(_ workload: ZramWorkload) {
    self.workload = workload
    device = ZramDevice(number: workload.device)
  }

  /// What was measured of an algorithm.
  private struct Outcome {
    var statistics: ZramStatistics
    var ways: [CodingDirection: CodecTimer.Result] = [:]
  }

  /// Measures. An algorithm whose pages do not come back as they were makes the Run fail.
  ///
  /// - Throws: `NotMeasurable` where the corpus has no whole page left; `SystemError` of the device.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let (pages, count) = try readPages(in: context)
    guard count > 0 else { throw NotMeasurable("\(workload.corpus): no page of it is left") }
    return try context.window(on: [workload.cpu]) {
      try workload.algorithms.flatMap { algorithm -> [Measurement] in
        do {
          return measurements(try measure(algorithm, pages, count), algorithm)
        } catch let error as CodecTimer.Mismatch {
          warn(error, algorithm, in: context)
          return []
        }
      }
    }
  }

  /// Whole pages of the corpus, spread evenly over it; its stretches are joined.
  private func readPages(in context: WorkerContext) throws -> (MemoryBuffer, Int) {
    let extents = try Corpus.Manifest.read(workload.manifest)
    let taken = Extents.spread(
      Extents.cut(extents, most: BlockSize.m1.bytes), limit: ZramWorkload.mostBytes)
    let buffer = try MemoryBuffer(byteCount: max(1, Extents.bytes(taken)), pages: .base)
    var bytes = 0
    for extent in taken {
      do {
        let got = try SourceFile(extent.path).read(
          into: buffer, at: bytes, byteCount: extent.bytes, from: extent.offset)
        if got < extent.bytes { context.warn(CorpusChange.warning(workload.corpus)) }
        bytes += got
      } catch {
        context.warn(CorpusChange.warning(workload.corpus))
      }
    }
    let count = bytes / PageMover.pageBytes
    return (buffer, count)
  }

  private func measure(_ algorithm: String, _ pages: MemoryBuffer, _ count: Int) throws -> Outcome {
    let bytes = count * PageMover.pageBytes
    // A process that was ended may have left it set up.
    if try device.diskBytes() != 0 { try device.reset() }
    try device.setUp(algorithm, bytes: bytes)
    let result = Result {
      let file = try DirectFile(device.node, [.writes, .direct])
      let back = try MemoryBuffer(byteCount: bytes, pages: .base)
      back.prefault()
      let written = try time(PageMover(pages, count: count, file: file), .write)
      let read = try time(PageMover(back, count: count, file: file), .read)
      if let wrong = PageMover.firstDifference(pages, back, count: count) {
        throw CodecTimer.Mismatch(block: wrong)
      }
      return Outcome(statistics: try device.statistics(), ways: [.compress: written, .decompress: read])
    }
    // The file is closed by now: a device that is open cannot be reset.
    try device.reset()
    return try result.get()
  }

  /// Moves all pages once, which warms up and tells how many passes fill the window, then times these.
  private func time(_ mover: PageMover, _ way: PageMover.Way) throws -> CodecTimer.Result {
    let window = workload.window
    return try PinnedTeam.run(on: [workload.cpu]) { _ in
      let first = try mover.move(way, into: LatencyRecorder())
      let passes = Self.passes(Clock.seconds(from: first.start, to: first.end), window: window)
      let recorder = LatencyRecorder()
      let times = try mover.move(way, passes: passes, into: recorder)
      let bytes = Double(mover.count * PageMover.pageBytes) * Double(passes)
      return CodecTimer.Result(
        throughput: bytes / Clock.seconds(from: times.start, to: times.end), latencies: recorder.recorded)
    }[0]
  }

  private static func passes(_ seconds: Double, window: Double) -> Int {
    max(1, Int((window / max(seconds, 1e-9)).rounded(.up)))
  }

  private func measurements(_ outcome: Outcome, _ algorithm: String) -> [Measurement] {
    let labels = workload.labels(algorithm)
    let statistics = outcome.statistics
    let pages = Double(statistics.originalBytes / PageMover.pageBytes)
    var all = CodingDirection.allCases.flatMap { direction in
      outcome.ways[direction].map {
        CompressionMeasurements.times($0, direction, labels, threads: 1, isPrimary: false)
      } ?? []
    }
    func add(_ name: String, _ unit: String, _ better: Metric.Direction, _ value: Double, kind: String? = nil)
    {
      let own = kind.map { labels.merging(["kind": $0]) { $1 } } ?? labels
      all.append(CompressionMeasurements.value(name, own, unit, better, value))
    }
    // Of nothing but filled pages nothing is compressed.
    if statistics.compressedBytes > 0 {
      add("ratio", "1", .higher, Double(statistics.originalBytes) / Double(statistics.compressedBytes))
    }
    add("corpus_bytes", "B", .higher, Double(statistics.originalBytes))
    add("compressed_bytes", "B", .lower, Double(statistics.compressedBytes))
    add("memory_bytes", "B", .lower, Double(statistics.memoryBytes))
    if pages > 0 {
      add("blocks_share", "1", .lower, Double(statistics.hugePages) / pages, kind: "incompressible")
    }
    return all
  }

  private func warn(_ mismatch: CodecTimer.Mismatch, _ algorithm: String, in context: WorkerContext) {
    context.warn(
      Run.Warning(
        code: Run.sampleFailedCode,
        message: "zram-\(algorithm), pages of \(workload.corpus): \(mismatch)",
        advice:
          "do not trust this machine's memory, its CPU or this kernel with data; run it again, and a memory test"
      ))
  }
}
