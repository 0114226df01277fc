import Platform
import Testing

@testable import Advice

@Suite struct FigureTextTests {
  @Test(
    arguments: [
      (126e-9, "s", "126 ns"), (1.5e-6, "s", "1.5 us"), (0.0123, "s", "12.3 ms"), (2, "s", "2 s"),
      (4.123e10, "B/s", "41.2 GB/s"), (77_100, "op/s", "77.1 kop/s"), (3, "1", "3"), (0.05, "1", "0.05"),
      (1.8765, "1", "1.88"), (0, "1", "0"), (999.6, "op/s", "1000 op/s"),
    ] as [(Double, String, String)])
  func figuresHaveThreeDigits(value: Double, unit: String, text: String) {
    #expect(FigureText.text(value, unit) == text)
  }

  @Test func whatIsNoNumberIsUnknown() {
    #expect(FigureText.text(.nan, "s") == "unknown")
    #expect(FigureText.digits(.infinity) == "unknown")
  }

  @Test(arguments: [
    (CPUSet(0...1), "3"), (CPUSet([33]), "2,00000000"), (CPUSet(), "0"),
    (CPUSet([0, 64]), "1,00000000,00000001"),
    (CPUSet(0...31), "ffffffff"),
  ])
  func masksAreWrittenAsTheKernelDoes(cpus: CPUSet, text: String) {
    #expect(HousekeepingRules.maskText(cpus) == text)
  }

  @Test func linksAreReadFromTheirLabels() throws {
    let link = try #require(MigrationLink("relay,rate=256mbit,delay=2ms"))
    #expect(link.rate == 32e6)
    #expect(link.delay == 2e-3)
    #expect(MigrationLink("none") == nil)
    #expect(MigrationLink("tbf,rate=1gbit") == nil)
    #expect(MigrationLink.rate("tbf,rate=1gbit") == 125e6)
    #expect(MigrationLink(nil) == nil)
    #expect(MigrationLink("relay,rate=fast,delay=2ms") == nil)
  }
}
