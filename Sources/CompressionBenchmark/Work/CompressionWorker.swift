internal import Experiment
internal import Platform

/// Measures codecs on a corpus in this process: first every block of it is compressed, decompressed and compared, then the
/// timed bytes are gone through.
struct CompressionWorker {
  private let workload: CompressionWorkload

  init(_ workload: CompressionWorkload) { self.workload = workload }

  /// Checks and measures. A codec that fails, or a block that does not come back as it was, makes the Run fail; the other
  /// codecs are measured.
  ///
  /// - Throws: `NotMeasurable` where nothing of the corpus is left.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let extents = try Corpus.Manifest.read(workload.manifest)
    let dictionary = try workload.dictionary.map { CodecDictionary(bytes: try Files.bytes($0)) }
    let timed = timedExtents(extents)
    let batch = try BlockReader.batch(for: extents, block: workload.block)
    var reader = BlockReader(block: workload.block, choice: workload.choice)
    var measurements: [Measurement] = []
    var settings = workload.settings
    if workload.figures == .all {
      var check = CorpusCheck(cpus: workload.verifyingCPUs)
      try reader.forEachFilling(of: batch, from: extents) {
        try check.take($0, settings, dictionary: dictionary)
      }
      measurements += CompressionMeasurements.sums(of: check, workload)
      settings.removeAll { setting in
        guard let failure = check.outcomes[setting]?.failure else { return false }
        warn(failure, setting, in: context)
        return true
      }
    }
    reader.fill(batch, from: timed)
    guard batch.count >= workload.cpus.count else {
      throw NotMeasurable(
        batch.count == 0
          ? "\(workload.corpus): nothing of it is left, it has vanished or was emptied"
          : "\(batch.count) blocks are timed, fewer than \(workload.cpus.count) threads")
    }
    if reader.vanished > 0 { context.warn(CorpusChange.warning(workload.corpus)) }
    let timer = CodecTimer(batch: batch, cpus: workload.cpus, window: workload.window)
    return try context.window(on: workload.cpus) {
      for setting in settings {
        do {
          let results = try timer.measure(
            setting, dictionary: setting.usesDictionary ? dictionary : nil,
            timesCalls: workload.figures == .all)
          measurements += CompressionMeasurements.times(results, setting, workload)
        } catch let error as CodecError {
          warn("\(error)", setting, in: context)
        } catch let error as CodecTimer.Mismatch {
          warn("\(error)", setting, in: context)
        }
      }
      return measurements
    }
  }

  /// Stretches that are timed: small ones, spread over the corpus, or whole files.
  private func timedExtents(_ extents: [Extent]) -> [Extent] {
    if workload.block == .file { return Extents.spread(extents, limit: workload.timedBytes) }
    guard Extents.bytes(extents) > workload.timedBytes else { return extents }
    let piece = max(workload.block.bytes, BlockSize.k128.bytes)
    return Extents.spread(Extents.cut(extents, most: piece), limit: workload.timedBytes)
  }

  private func warn(_ failure: String, _ setting: CodecSetting, in context: WorkerContext) {
    context.warn(
      Run.Warning(
        code: Run.sampleFailedCode,
        message:
          "\(setting.name), blocks of \(workload.block.rawValue) of \(workload.corpus): \(failure)",
        advice:
          "do not trust this machine's memory, its CPU or this library with data; run it again, and a memory test"
      ))
  }
}
