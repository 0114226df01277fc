import Experiment
import Foundation
import Host
import Platform
import TestSupport
import Testing

@testable import CompressionBenchmark

@Suite struct CompressionPlanTests {
  private static let text = CompressionPlan.Source(name: "text", manifest: "/text", byteCount: 1 << 20)
  private static let small = CompressionPlan.Source(
    name: "file:a", manifest: "/blocks", byteCount: 10_000, files: "/files", fileBytes: 10_000)

  private func plan(
    _ sources: [CompressionPlan.Source] = [text], suite: Suite = .quick,
    _ change: (inout CompressionOptions) -> Void = { _ in }
  ) throws -> CompressionPlan {
    var options = CompressionOptions(suite: suite, seed: 1)
    change(&options)
    return try CompressionPlan(topology: Machine.small, options: options, sources: sources)
  }

  private func workload(_ part: Part) throws -> CompressionWorkload {
    let work = try JSONDecoder().decode(CompressionWork.self, from: Data(part.workload.utf8))
    guard case .codecs(let workload) = work else { throw NotMeasurable("\(part.id) measures no codecs") }
    return workload
  }

  @Test func theQuickSuiteTakesPagesAndLargeBlocks() throws {
    let plan = try plan()
    #expect(
      plan.parts.map(\.id) == [
        "compression.codecs corpus=text block=4k", "compression.codecs corpus=text block=128k",
        "compression.threads corpus=text block=4k threads=2",
      ])
    let first = try workload(plan.parts[0])
    #expect(first.settings.map(\.name) == ["memcpy", "lz4-1", "lz4hc-9", "zstd-1", "zstd-3"])
    #expect(first.cpus.count == 1 && first.verifyingCPUs.count == 2 && first.figures == .all)
    #expect(try workload(plan.parts[2]).figures == .throughput)
  }

  @Test func whatIsNamedIsMeasuredAndNothingElse() throws {
    let plan = try plan {
      $0.codecs = [.zstd]
      $0.levels = [3]
      $0.blocks = [.k64]
      $0.threads = 2
    }
    #expect(plan.parts.map(\.id) == ["compression.codecs corpus=text block=64k"])
    let first = try workload(plan.parts[0])
    #expect(first.settings.map(\.name) == ["memcpy", "zstd-3"])
    #expect(first.cpus.count == 2)
  }

  @Test func aDictionaryIsMeasuredOnWhatItHasNotSeen() throws {
    var source = Self.text
    source.dictionaries = [.k4: "/dictionary"]
    source.withoutDictionary = [.k16: "too few"]
    let plan = try plan([source], suite: .standard) { $0.blocks = [.k4, .k16, .k128] }
    let part = try #require(plan.parts.first { $0.id.hasPrefix("compression.dictionary") })
    #expect(part.id == "compression.dictionary corpus=text block=4k")
    let trained = try workload(part)
    #expect(trained.choice == .odd && trained.dictionary == "/dictionary")
    #expect(trained.settings.allSatisfy { $0.codec == .zstd && $0.usesDictionary })
    #expect(
      plan.skipped == [Run.Skipped(part: "compression.dictionary corpus=text block=16k", reason: "too few")])
  }

  @Test func dictionariesAreForSmallBlocksUnlessAskedFor() {
    var options = CompressionOptions(suite: .standard, seed: 1)
    #expect(options.dictionaryBlocks == [.k4, .k16])
    options.codecs = [.lz4]
    #expect(options.dictionaryBlocks.isEmpty)
    options = CompressionOptions(suite: .quick, seed: 1)
    #expect(options.dictionaryBlocks.isEmpty)
    options.usesDictionary = true
    #expect(options.dictionaryBlocks == [.k4])
    options.blocks = [.k128]
    #expect(options.dictionaryBlocks == [.k128])
  }

  @Test func blocksThatDoNotFitAreLeftOut() throws {
    let plan = try plan([Self.small])
    #expect(plan.parts.map(\.id).contains("compression.codecs corpus=file:a block=4k"))
    #expect(
      plan.skipped.contains(
        Run.Skipped(
          part: "compression.codecs corpus=file:a block=128k", reason: "the corpus has only 10000 bytes")))
    let whole = try self.plan([Self.small]) { $0.blocks = [.file] }
    #expect(try workload(whole.parts[0]).manifest == "/files")
  }

  @Test func whatCannotBeTakenIsRefused() {
    for (source, says, change) in [
      (Self.small, "--block 64k: larger than the corpus, which has 10000 bytes", { $0.blocks = [.k64] }),
      (Self.text, "--block file: no corpus has a file", { $0.blocks = [.file] }),
      (Self.text, "--threads 5: take 1 to 2", { $0.threads = 5 }),
      (Self.text, "--threads 0: take 1 to 2", { $0.threads = 0 }),
    ] as [(CompressionPlan.Source, String, (inout CompressionOptions) -> Void)] {
      let refusal = #expect(throws: PlanRefused.self) { try plan([source], change) }
      #expect(refusal?.description.contains(says) == true, "\(refusal?.description ?? "")")
    }
  }

  @Test func metricsOfAllPartsDiffer() throws {
    var source = Self.text
    source.dictionaries = [.k4: "/d"]
    let plan = try plan([source, Self.small], suite: .thorough)
    let keys = try plan.parts.flatMap { part in
      let work = try workload(part)
      return work.settings.map {
        work.labels.merging($0.labels) { $1 }.merging(["t": "\(work.cpus.count)"]) { $1 }
      }
    }
    #expect(Set(keys).count == keys.count)
  }

  @Test func theKernelsAlgorithmsAreMeasuredOnEachCorpus() throws {
    var options = CompressionOptions(suite: .quick, seed: 1)
    func plan(_ offer: ZramOffer?) throws -> CompressionPlan {
      try CompressionPlan(
        topology: Machine.small, options: options, sources: [Self.text, Self.small], zram: offer)
    }
    let offer = ZramOffer.device(number: 3, algorithms: ["lzo", "zstd"])
    let usual = try plan(offer).parts.filter { $0.id.hasPrefix("compression.zram") }
    #expect(
      usual.map(\.id) == ["compression.zram corpus=file:a"], "in a quick suite the last corpus stands for all"
    )
    options.suite = .standard
    let parts = try plan(offer).parts.filter { $0.id.hasPrefix("compression.zram") }
    #expect(parts.map(\.id) == ["compression.zram corpus=text", "compression.zram corpus=file:a"])
    let work = try JSONDecoder().decode(CompressionWork.self, from: Data(parts[0].workload.utf8))
    guard case .zram(let workload) = work else { throw NotMeasurable("\(parts[0].id) measures no zram") }
    #expect(workload.device == 3 && workload.algorithms == ["lzo", "zstd"] && workload.manifest == "/text")
    let skipped = try plan(.unavailable("no root")).skipped
    #expect(skipped.contains(Run.Skipped(part: "compression.zram", reason: "no root")))
    options.codecs = [.lz4]
    #expect(!options.wantsZram, "whoever names codecs asks for these")
    #expect(try plan(offer).parts.allSatisfy { !$0.id.hasPrefix("compression.zram") })
    options.parts = [.zram]
    #expect(options.wantsZram)
  }
}
