import Experiment
import Testing

@testable import Reporting

@Suite struct MemoryReadingTests {
  private static let small = RunReading(TableFixture.twoCPUs())
  private static let large = RunReading(TableFixture.eightNodes())

  @Test func mostThreadsAndPrimaryLoopsComeFirst() {
    let bandwidth = BandwidthReading(Self.small)
    #expect(bandwidth.threadCounts == [2, 1])
    #expect(
      bandwidth.rows(threads: 2).map(\.name) == [
        "triad streaming", "copy streaming", "read", "triad ordinary", "copy ordinary",
      ])
    #expect(bandwidth.scalings.isEmpty)
    #expect(bandwidth.matrices.isEmpty)
  }

  @Test func theBusCarriesWhatOrdinaryStoresReadFirst() throws {
    let row = try #require(BandwidthReading(Self.small).rows(threads: 1).first { $0.name == "copy ordinary" })
    let counted = try #require(row.estimate.value)
    #expect(row.busRate == counted * 1.5)
  }

  @Test func pairsOfNodesAreInTheMatrixAndNotInTheScale() throws {
    let bandwidth = BandwidthReading(Self.large)
    #expect(bandwidth.threadCounts == [96, 16, 4, 1])
    let matrix = try #require(bandwidth.matrices.first)
    #expect(bandwidth.matrices.count == 1)
    #expect(matrix.cpuNodes == (0..<8).map(String.init))
    #expect(matrix.cells.allSatisfy { row in row.allSatisfy { $0?.isResult == true } })
    let near = try #require(matrix.cells[3][3]?.value)
    let far = try #require(matrix.cells[3][7]?.value)
    #expect(near > 2 * far)
    #expect(bandwidth.scalings.map(\.name) == ["copy streaming", "read", "triad streaming"])
    #expect(bandwidth.scalings.allSatisfy { $0.rows.map(\.threads) == [1, 4, 16, 96] })
  }

  @Test func everyRowIsInTheScaleOrAmongTheOthers() {
    let bandwidth = BandwidthReading(Self.large)
    let shown = bandwidth.threadCounts.flatMap { bandwidth.rows(threads: $0) } + bandwidth.otherRows
    #expect(shown.map(\.estimate.metric.key).sorted() == bandwidth.rows.map(\.estimate.metric.key).sorted())
    #expect(bandwidth.otherRows.count == 64)
    let latency = LatencyReading(Self.large)
    #expect(latency.others.count + latency.staircases.flatMap(\.points).count == latency.points.count)
    #expect(latency.others.count == 63)
  }

  @Test func thePeakIsTheBestLocalResultOfItsKernel() throws {
    let bandwidth = BandwidthReading(Self.large)
    let peak = try #require(bandwidth.peak(kernel: "copy"))
    #expect(peak.name == "copy streaming" && peak.threads == 96)
    #expect(bandwidth.peak(kernel: "fill") == nil)
  }

  @Test func loopsOfSeveralKindsOfPagesAreNamedByThem() {
    var run = TableFixture.twoCPUs()
    for index in run.metrics.indices where run.metrics[index].labels["store"] == "streaming" {
      var copy = run.metrics[index]
      copy.labels["pages"] = "4k"
      run.metrics.append(copy)
    }
    let names = BandwidthReading(RunReading(run)).rows(threads: 2).map(\.name)
    #expect(Set(names).count == names.count)
    #expect(names.contains("triad streaming 4k") && names.contains("read thp"))
  }

  @Test func aLevelIsShownByAWorkingSetWellInsideIt() {
    let points = LatencyReading(Self.small).representatives
    #expect(points.map(\.level) == ["L1", "L1", "L2", "L2", "L3", "L3", "DRAM", "DRAM"])
    let sizes: [UInt64] = [16 << 10, 512 << 10, 16 << 20, 256 << 20]
    #expect(points.filter { $0.pages == "thp" }.map(\.workingSet) == sizes)
  }

  @Test func nodesHaveALatencyMatrix() throws {
    #expect(LatencyReading(Self.small).matrix == nil)
    let matrix = try #require(LatencyReading(Self.large).matrix)
    #expect(matrix.memoryNodes.count == 8)
    #expect(!matrix.higherIsBetter)
    #expect(try #require(matrix.cells[0][1]?.value) > 170e-9)
  }

  @Test func aLastCacheThatDoesNotHoldWhatItShouldIsNoticed() throws {
    #expect(LatencyReading(Self.small).shortLastCache == nil)
    var run = TableFixture.twoCPUs()
    for index in run.metrics.indices where run.metrics[index].id == LatencyReading.id {
      guard let bytes = run.metrics[index].labels["working_set"].flatMap({ Int($0) }), bytes > 4 << 20 else {
        continue
      }
      for sample in run.metrics[index].samples.indices { run.metrics[index].samples[sample].value = 100e-9 }
    }
    let short = try #require(LatencyReading(RunReading(run)).shortLastCache)
    #expect(short.cache == "L3")
    #expect(short.bytes == 32 << 20)
    #expect(short.reach == 4 << 20)
  }

  @Test func theKneeIsFoundOverTheBandwidthThatWasReached() throws {
    let load = try #require(LoadReading(Self.small).main)
    #expect(load.points.map(\.load) == [0, 25, 50, 75, 100])
    #expect(load.knee == 3)
    #expect(try #require(load.sentence).contains("the knee is at 21."))
  }

  @Test func memoryItselfIsTheLargestWorkingSetOfEachKindOfPages() {
    let latency = LatencyReading(Self.large)
    #expect(latency.memories.map(\.pages) == ["4k", "thp"])
    #expect(latency.memory?.pages == "thp")
    #expect(latency.memory?.workingSet == 512 << 20)
  }

  @Test func aFlatCurveHasNoKnee() throws {
    var run = TableFixture.twoCPUs()
    for index in run.metrics.indices where run.metrics[index].id == LoadReading.latencyID {
      for sample in run.metrics[index].samples.indices { run.metrics[index].samples[sample].value = 100e-9 }
    }
    let load = try #require(LoadReading(RunReading(run)).main)
    #expect(load.knee == nil)
    #expect(try #require(load.sentence).contains("without a clear knee"))
  }

  @Test func aCurveWithoutBandwidthsIsReadOverItsLoad() throws {
    var run = TableFixture.twoCPUs()
    run.metrics.removeAll { $0.id == LoadReading.bandwidthID }
    let load = try #require(LoadReading(RunReading(run)).main)
    #expect(load.knee == 3)
    #expect(load.points.allSatisfy { $0.bandwidth == nil })
  }

  @Test func eachPlaceHasACurveOfItsOwn() throws {
    var run = TableFixture.twoCPUs()
    for metric in run.metrics where metric.labels["load"].flatMap({ Int($0) }) ?? 0 > 25 {
      var copy = metric
      copy.labels["memory_node"] = "1"
      run.metrics.append(copy)
    }
    let curves = LoadReading(RunReading(run)).curves
    #expect(curves.map(\.points.count) == [5, 3])
    #expect(curves.map { $0.kneePoint?.load } == [75, 75])
  }

  @Test func blocksAreSummedUpAndTheirReasonsGrouped() {
    var run = TableFixture.eightNodes()
    run.blocks.append(
      Block(
        block: 3, attempt: 1, verdict: .suspect,
        reasons: ["memory.bandwidth: 6.5 % of the CPUs used by others (limit 5 %)"], seconds: 4))
    let reading = RunReading(run)
    #expect(reading.blockSentence == "11 blocks: 9 valid, 1 suspect, 1 invalid; 1 of them a repeat")
    #expect(reading.reasonCounts.map(\.blocks) == [2])
    #expect(
      reading.reasonCounts.map(\.example) == ["memory.latency: 12 % of the CPUs used by others (limit 10 %)"])
  }
}
