import Testing

@testable import Fleet

@Suite struct AcceptanceBoundTests {
  @Test(arguments: [
    (">= 20 GB/s", 20e9, "B/s", ">= 20 GB/s"), ("<=2ms", 2e-3, "s", "<= 2 ms"),
    ("<= 100 us", 1e-4, "s", "<= 100 us"),
    ("<= 100 µs", 1e-4, "s", "<= 100 µs"), (">= 9 Gbit/s", 1.125e9, "B/s", ">= 9 Gbit/s"),
    (">=  50  k op/s", 5e4, "op/s", ">= 50 k op/s"), (">= 50kIOPS", 5e4, "op/s", ">= 50 kIOPS"),
    (">= 8 GiB", 8_589_934_592, "B", ">= 8 GiB"), ("<= 5 %", 0.05, "1", "<= 5 %"),
    ("<= 1.5e2 ns", 1.5e-7, "s", "<= 1.5e2 ns"),
  ])
  func quantitiesAreReadAsPeopleWriteThem(text: String, value: Double, unit: String, written: String) throws {
    let bound = try #require(AcceptanceBound(text))
    #expect(abs(bound.value / value - 1) < 1e-12)
    #expect(bound.unit == unit)
    #expect(bound.text == written)
    #expect(bound.side == (text.hasPrefix(">") ? .atLeast : .atMost))
  }

  @Test func aPlainNumberIsInTheMetricsUnit() throws {
    let bound = try #require(AcceptanceBound("41e9", side: .atLeast))
    #expect(bound.value == 41e9 && bound.unit == nil && bound.text == ">= 41e9")
    #expect(AcceptanceBound("-3", side: .atMost)?.value == -3)
  }

  @Test(arguments: [
    "", ">=", "20 GB/s", "> 20 GB/s", ">= GB/s", ">= 20 XB/s", ">= 1e999 s", ">= nan", ">= 2 m s", "== 3",
  ])
  func whatIsNoBoundIsNone(text: String) {
    #expect(AcceptanceBound(text) == nil)
  }
}
