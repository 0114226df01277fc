import Testing

@testable import Reporting

@Suite struct UnitsTests {
  @Test(arguments: [
    (41.2e9, "B/s", "41.2 GB/s"), (11.3e-9, "s", "11.3 ns"), (1.25e-6, "s", "1.25 µs"),
    (77_100, "op/s", "77.1 k op/s"),
    (2.41, "1", "2.41"), (0, "B/s", "0 B/s"), (0, "s", "0 s"), (999.6e3, "B/s", "1.00 MB/s"),
    (0.9996, "s", "1.00 s"),
    (123, "s", "123 s"), (1.5e-13, "s", "0.150 ps"), (-2e-9, "s", "-2.00 ns"), (5.5e14, "B/s", "550 TB/s"),
  ])
  func valuesHaveThreeDigitsAndAPrefix(value: Double, unit: String, text: String) {
    #expect(Units.text(value, unit: unit) == text)
  }

  @Test(arguments: [nil, Double.nan, Double.infinity, -Double.infinity])
  func whatIsNotKnownIsUnknown(value: Double?) {
    #expect(Units.text(value, unit: "s") == "unknown")
    #expect(Units.percent(value) == "unknown")
  }

  @Test(arguments: [
    (32_768.0, "32 KiB"), (1_572_864, "1.50 MiB"), (512, "512 B"), (1_073_741_824, "1 GiB"), (0, "0 B"),
    (0x1p50, "1 PiB"), (0x1p60, "1024 PiB"),
  ])
  func sizesAreBinary(bytes: Double, text: String) {
    #expect(Units.binary(bytes) == text)
  }

  @Test(arguments: [(0.004, "0.4 %"), (0.12, "12 %"), (0.0994, "9.9 %"), (1.0, "100 %"), (0, "0.0 %")])
  func sharesArePerCent(share: Double, text: String) {
    #expect(Units.percent(share) == text)
  }

  @Test func fixedRoundsAndKeepsTheSignOfWhatIsLeft() {
    #expect(Units.fixed(-0.001, decimals: 2) == "0.00")
    #expect(Units.fixed(-1.005, decimals: 1) == "-1.0")
    #expect(Units.fixed(2.5, decimals: 0) == "3")
    #expect(Units.fixed(1e300, decimals: 2) == "unknown")
  }
}
