import Foundation
import Statistics
import Testing

struct IntervalTests {
  @Test("survives JSON to the bit, under its own names")
  func codable() throws {
    let interval = Interval(lower: 0.1, upper: 1.0 / 3, level: 0.95)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let data = try encoder.encode(Interval(lower: 1, upper: 2.5, level: 0.5))
    #expect(String(decoding: data, as: UTF8.self) == #"{"level":0.5,"lower":1,"upper":2.5}"#)
    #expect(try JSONDecoder().decode(Interval.self, from: encoder.encode(interval)) == interval)
  }
}
