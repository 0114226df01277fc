import Statistics
import Testing

@testable import Experiment

@Suite("Latency histogram in the document")
struct LatencyHistogramDocumentTests {
  private static func histogram(_ values: [UInt64: UInt64]) -> LatencyHistogram {
    var histogram = LatencyHistogram()
    for (value, times) in values { histogram.record(value, times: times) }
    return histogram
  }

  @Test(
    "What is written is read again",
    arguments: [
      [:], [0: 1], [1: 1], [4_096: 3, 4_097: 1], [LatencyHistogram.largestValue: 1 << 40],
      [63: 64, 64: 63, 8_191: 8_192, 1_000_000: 300, 2_000_000_000: 70_000],
    ] as [[UInt64: UInt64]])
  func roundTrip(values: [UInt64: UInt64]) throws {
    let histogram = Self.histogram(values)
    let read = try #require(LatencyHistogram(encoded: histogram.encoded))
    #expect(read.counts == histogram.counts)
    #expect(read.total == histogram.total)
  }

  @Test("More than one stored block is needed for very many cells, and read again")
  func manyCells() throws {
    let histogram = LatencyHistogram(
      counts: [UInt64](repeating: 1 << 20, count: LatencyHistogram.cellCount))
    #expect(try #require(LatencyHistogram(encoded: histogram.encoded)) == histogram)
  }

  /// The text was read by the Python package hdrhistogram 0.10.8 (HdrHistogram.decode): 7 values, 50 % at 1,001 and
  /// the largest at most 1,000,447 ns.
  @Test("Other tools of HdrHistogram read it")
  func golden() {
    let histogram = Self.histogram([1_001: 5, 250_000: 1, 1_000_000: 1])
    #expect(histogram.encoded == Self.goldenText)
    #expect(histogram.value(at: 0.5) == 1_001)
  }
  private static let goldenText =
    "HISTFAAAADx4AQExAM7/HISTEwAAAAkAAAAAAAAAAwAAAAAAAAABAAAD//////8/8AAAAAAAANEPCu1+Av0fAskYCvY="

  @Test("What is no histogram is refused", arguments: ["", "!", "HISTFAAA", "AAAAAAAAAAAAAAAA"])
  func foreign(text: String) {
    #expect(LatencyHistogram(encoded: text) == nil)
  }

  @Test("A histogram with any byte changed is refused or differs")
  func damaged() throws {
    let text = Array(Self.histogram([1_000: 5, 1_000_000: 1]).encoded)
    for index in text.indices {
      var changed = text
      changed[index] = changed[index] == "A" ? "B" : "A"
      let read = LatencyHistogram(encoded: String(changed))
      // The first eight bytes hold a length that stored blocks repeat; bits beyond the last byte mean nothing.
      if index > 11, index < text.count - 4 { #expect(read == nil, "at \(index)") }
    }
  }

  @Test("Processes' histograms become one; what cannot be read does not take the rest with it")
  func merged() throws {
    let first = Self.histogram([10: 1]).encoded
    let second = Self.histogram([10: 2, 20: 1]).encoded
    #expect(LatencyHistogram.merged(nil, first) == first)
    #expect(LatencyHistogram.merged(first, "damaged") == first)
    let both = try #require(LatencyHistogram.merged(first, second).flatMap(LatencyHistogram.init(encoded:)))
    #expect(both.total == 4 && both.value(at: 0.75) == 10)
  }
}
