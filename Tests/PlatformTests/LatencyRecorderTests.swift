import CPlatform
import Platform
import Statistics
import Testing

@Suite struct LatencyRecorderTests {
  @Test func theLoopsAndTheHistogramAgreeOnEveryCell() {
    #expect(Int(ASSAY_SUB_BUCKET_BITS) == LatencyHistogram.subBucketBits)
    var value: UInt64 = 0
    while value < 1 << 63 {
      for near in [value, value + 1, value + value / 3] {
        #expect(Int(assay_histogram_index(near)) == LatencyHistogram.index(of: near), "\(near)")
      }
      value = value * 2 + 1
    }
    #expect(Int(assay_histogram_index(.max)) == LatencyHistogram.cellCount - 1)
  }

  @Test func whatWasRecordedIsTheHistogram() {
    let recorder = LatencyRecorder()
    #expect(recorder.recorded == LatencyHistogram())
    #expect(recorder.maximumSeenAt == nil)
    var expected = LatencyHistogram()
    for (index, value) in ([0, 17, 90_000, 4, 1 << 50] as [UInt64]).enumerated() {
      recorder.record(value, at: UInt64(index))
      expected.record(value)
    }
    #expect(recorder.recorded == expected)
    #expect(recorder.maximumSeenAt == 4)
  }
}
