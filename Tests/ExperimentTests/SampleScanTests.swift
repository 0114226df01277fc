import Testing

@testable import Experiment

/// Samples read by hand must be those that the decoder reads, and what is unusual must be left to it.
@Suite struct SampleScanTests {
  private func document(_ change: (inout Run) -> Void = { _ in }) throws -> [UInt8] {
    var noise = Noise()
    noise.window = 0.25
    noise.spinBefore = 1e-3
    noise.runQueue = 2
    noise.involuntarySwitches = 0
    noise.placement = [4.5e-8, 5e-8]
    var run = emptyRun()
    run.metrics = (0..<3).map { index in
      Metric(
        id: "memory.bandwidth", labels: ["kernel": "\"triad\" \(index)", "samples": "[]"], unit: "B/s",
        better: .higher, role: .primary,
        samples: (0..<index * 2).map {
          Sample(
            value: Double($0) * 1.1e10, block: $0, attempt: index, valid: $0 != 1,
            noise: $0 == 0 ? Noise() : noise)
        })
    }
    change(&run)
    return try RunDocument.encode(run)
  }

  private func replaced(_ old: String, _ new: String) throws -> [UInt8] {
    let text = String(decoding: try document(), as: UTF8.self)
    let changed = text.replacing(old, with: new, maxReplacements: 1)
    try #require(changed != text, "\(old) is not there")
    return Array(changed.utf8)
  }

  @Test func whatTheDecoderReads() throws {
    let bytes = try document()
    let scan = try #require(SampleScan(bytes))
    #expect(scan.samples.map(\.count) == [0, 2, 4])
    #expect(scan.rest.count < bytes.count / 2)
    let run = try RunDocument.decode(bytes, path: "x")
    #expect(run.metrics.map(\.samples) == scan.samples)
    // What encodes to the same bytes is the same, to the last bit.
    #expect(try RunDocument.encode(run) == bytes)
  }

  @Test func membersOfLaterVersionsArePassedOver() throws {
    let later = try replaced("\"valid\" : true", "\"later\" : {\"samples\": [1, {}]}, \"valid\" : true")
    #expect(SampleScan(later) != nil)
    #expect(
      try RunDocument.decode(later, path: "x").metrics
        == RunDocument.decode(try document(), path: "x").metrics)
  }

  @Test(arguments: [
    ("\"value\" : 0", "\"value\" : \"0\""), ("\"value\" : 0", "\"value\" : null"),
    ("\"value\" : 0", "\"value\" : +0"), ("\"value\" : 0", "\"value\" : 1e999"),
    ("\"value\" : 0", "\"value\" : 00"), ("\"value\" : 0", "\"value\" : 1."),
    ("\"value\" : 0", "\"value\" : .5"),
    ("\"value\" : 0", "\"value\" : -"), ("\"value\" : 0", "\"worth\" : 0"),
    ("\"block\" : 0", "\"block\" : 0.5"), ("\"valid\" : true", "\"valid\" : 1"),
    ("\"run_queue\" : 2", "\"run_queue\" : \"2\""), ("\"samples\" : [", "\"sample\" : ["),
  ])
  func whatIsWrongIsLeftToTheDecoderAndRefused(old: String, new: String) throws {
    let bytes = try replaced(old, new)
    #expect(SampleScan(bytes) == nil)
    #expect(throws: RunDocument.Unreadable.self) { try RunDocument.decode(bytes, path: "x") }
  }

  @Test(arguments: [
    ("\"value\" : 0", "\"value\" : 0, \"value\" : 0"),
    ("\"samples\" : [", "\"samples\" : [], \"samples\" : ["),
    ("\"metrics\" : [", "\"metrics\" : [], \"metrics\" : ["),
  ])
  func whatIsThereTwiceIsLeftToTheDecoder(old: String, new: String) throws {
    #expect(SampleScan(try replaced(old, new)) == nil)
  }

  @Test func damageIsToldOfSamplesToo() throws {
    let bytes = try document { $0.metrics[2].samples[3].block = -1 }
    let error = #expect(throws: RunDocument.Unreadable.self) { try RunDocument.decode(bytes, path: "x") }
    #expect(error?.description.contains("metrics[2].samples[3].block") == true)
  }

  @Test func aDocumentCutOffAnywhereIsNotRead() throws {
    let bytes = try document()
    for length in stride(from: 0, to: bytes.count - 2, by: 7) {
      #expect(SampleScan(Array(bytes.prefix(length))) == nil)
    }
  }
}
