import Testing

@testable import Reporting

@Suite struct UnitsTextTests {
  @Test(arguments: [
    (42.3e9, 73.2e9, "B/s", "42.3–73.2 GB/s"), (0.94e-9, 120e-9, "s", "940 ps–120 ns"),
    (1e9, 1.0001e9, "B/s", "1.00 GB/s"), (999e-9, 1.1e-6, "s", "999 ns–1.10 µs"),
    (1.5, 2.5, "1", "1.50–2.50"),
  ])
  func aRangeNamesItsUnitOnceWhereItCan(lower: Double, upper: Double, unit: String, text: String) {
    #expect(Units.range(lower, upper, unit: unit) == text)
  }

  @Test func aRangeWithAnEndThatIsNoNumberIsUnknown() {
    #expect(Units.range(nil, 1, unit: "s") == "unknown")
    #expect(Units.range(1, .nan, unit: "s") == "unknown")
    #expect(Units.range(-.infinity, 1, unit: "s") == "unknown")
  }

  @Test(arguments: [
    (0.4, "0 s"), (99, "99 s"), (100, "1 min 40 s"), (120, "2 min"), (7_199, "119 min 59 s"), (7_200, "2 h"),
    (7_860, "2 h 11 min"), (-1, "unknown"), (.nan, "unknown"), (1e300, "unknown"),
  ])
  func durationsReadAsPeopleSayThem(seconds: Double, text: String) {
    #expect(Units.duration(seconds) == text)
  }

  @Test func sizesOfNothingAreUnknown() {
    #expect(Units.size(nil) == "unknown")
    #expect(Units.size(134_217_728) == "128 MiB")
    #expect(Units.size(.max) != "unknown")
  }
}
