import Fleet
import Testing

@testable import Reporting

@Suite struct FleetTableTests {
  private static let expected = """
    ✕ FAIL: 3 nodes, node2 is odd and worse; 1 of 4 promises broken, 1 cannot be told

    Odd nodes                                                 p is adjusted for 6 tests: nodes × metrics
      ✕ node2: worse than the others in 2 metrics
          memory.bandwidth copy: −18.4 % [−18.9, −17.8], p <0.001, worse
          memory.bandwidth triad: −18.3 % [−19.0, −17.6], p 0.002, worse
        → it differs in: memory_gib 16 instead of 32; memory_channels 1 instead of 2
      · memory.latency: 4 valid samples a node are too few; 6 are needed

    Acceptance: three nodes for KVM                                       1 FAIL, 1 INCONCLUSIVE, 2 PASS
      ✕ FAIL         node2: memory.bandwidth{kernel=triad} >= 20 GB/s: 17.2 GB/s [17.1–17.3 GB/s], n 30
      ? INCONCLUSIVE node1: memory.latency <= 81 ns: 80.0 ns, n 4; 4 samples are too few; 6 are needed
      ✓ PASS         node1: memory.bandwidth{kernel=triad} >= 20 GB/s: 21.0 GB/s [20.9–21.1 GB/s], n 30
      ✓ PASS         node3: memory.bandwidth{kernel=triad} >= 20 GB/s: 21.1 GB/s [21.0–21.2 GB/s], n 30

    Metrics                                                                           medians of 3 nodes
      metric              node1        node2      node3  spread
      memory.bandwidth: higher is better
      copy            20.0 GB/s  ✕ 16.4 GB/s  20.2 GB/s  23.2 %
      triad           21.0 GB/s  ✕ 17.2 GB/s  21.1 GB/s  22.7 %
      memory.latency: lower is better
      memory.latency    80.0 ns      81.6 ns    80.4 ns   2.0 %
      · 1 more informational metric in the JSON document and in the HTML page

      spread  by how much the highest node lies above the lowest
      ✕       odd and worse

    Between nodes: link.bandwidth                                                       higher is better
      from \\ to      node1      node2      node3
      node1                 1.18 GB/s  1.18 GB/s
      node2       590 MB/s              590 MB/s
      node3      1.18 GB/s  1.18 GB/s

    What differs between nodes                                                 likeliest to matter first
      · memory_gib: 32; node2: 16
      · kernel: node1: 6.1.0-47; node2: 6.1.0-49; node3: 6.1.0-56
      · sysctl/vm.swappiness and 1 alike: 60; node3: 10

    Problems
      ! pairs/old: no file is a Run
      ! node3: a Run was interrupted: 12 of 30 blocks
    """

  private func text(_ report: FleetReport, width: Int = 100, color: Bool = false) -> String {
    FleetTable.render(report, width: width, color: color)
  }

  @Test func threeNodes() { #expect(text(FleetFixture.three) == Self.expected) }

  @Test func coloursChangeNoCharacter() {
    let colored = text(FleetFixture.three, color: true)
    #expect(colored.contains("\u{1B}[31m"))
    #expect(colored.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == Self.expected)
  }

  @Test func twoNodesDifferAndNeitherIsOdd() {
    let text = text(FleetFixture.two)
    #expect(text.hasPrefix("✓ PASS: 2 nodes, they differ in 1 metric\n"))
    #expect(text.contains("Two nodes that differ"))
    #expect(
      text.contains("≠ b against a: 1 metric differs\n      memory.bandwidth: −20.0 %, p <0.001, worse\n"))
    #expect(text.contains("→ no recorded fact tells it from a"))
    #expect(text.contains("! Of two nodes neither can be told to be the odd one"))
    #expect(text.contains("≠ 16.0 GB/s"))
  }

  @Test func oneNodeIsComparedWithNothing() {
    let text = text(FleetFixture.one)
    #expect(text.hasPrefix("✓ PASS: 1 node\n"))
    #expect(text.contains("20.0 GB/s"))
    for part in ["Odd nodes", "What differs", "Acceptance", "Problems"] { #expect(!text.contains(part)) }
  }

  @Test func withoutNodesItSaysSo() {
    #expect(text(FleetFixture.empty) == "? INCONCLUSIVE: 0 nodes, no metric has a valid sample")
  }

  @Test func aNodeThatIsBetterIsNoFailure() {
    let nodes = (1...3).map { FleetFixture.node("n\($0)") }
    let found = [
      FleetFixture.odd("n3", "memory.bandwidth", direction: .better, ratio: 1.25, ends: (1.2, 1.3))
    ]
    let text = text(
      FleetFixture.report(
        nodes: nodes, metrics: [FleetFixture.row("memory.bandwidth", [1e9, 1e9, 1.25e9])], found: found,
        family: 3))
    #expect(text.hasPrefix("✓ PASS: 3 nodes, n3 is odd, but not worse\n"))
    #expect(text.contains("  ▲ n3: better than the others in 1 metric\n"))
    #expect(text.contains("+25.0 % [+20.0, +30.0]") && text.contains("▲ 1.25 GB/s"))
  }

  @Test func silentNodesAreNamed() {
    let nodes = [FleetFixture.node("n1"), FleetFixture.node("n2", runs: 0)]
    let text = text(
      FleetFixture.report(nodes: nodes, metrics: [FleetFixture.row("memory.bandwidth", [1e9, nil])]))
    #expect(text.hasPrefix("? INCONCLUSIVE: 2 nodes, no valid sample of n2\n"))
  }

  @Test func keptPromisesAreCountedWhereThereAreMany() {
    let nodes = (1...3).map { FleetFixture.node("n\($0)") }
    let lines = (1...20).map { FleetFixture.line("n\($0)", 21e9, (20.9e9, 21.1e9), .pass) }
    let metrics = [FleetFixture.row("memory.bandwidth", [1e9, 1e9, 1e9])]
    let text = text(FleetFixture.report(nodes: nodes, metrics: metrics, family: 3, lines: lines))
    #expect(text.hasPrefix("✓ PASS: 3 nodes, none is odd; 20 promises kept\n"))
    #expect(text.contains("  ✓ 20 promises kept\n") && !text.contains("✓ PASS  "))
  }

  @Test("no line is wider than the terminal", arguments: [60, 80, 100, 160])
  func width(width: Int) {
    for report in [FleetFixture.three, FleetFixture.two, FleetFixture.one, FleetFixture.many(40, metrics: 3)]
    {
      for line in text(report, width: width).split(separator: "\n") {
        #expect(line.count <= width, "\(line)")
      }
    }
  }

  @Test func aThousandNodesAreReadable() {
    let text = text(FleetFixture.many(1_000, metrics: 40))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count < 400, "\(lines.count)")
    #expect(
      text.hasPrefix(
        "✕ FAIL: 1000 nodes, compute-rack7-node1, compute-rack7-node5, compute-rack7-node9 and 247 more"))
    for part in [
      "240 more odd nodes", "lowest", "highest", "✓ 1000 promises kept", "385 more differences",
      "986 more problems", "worst", "4 more pair metrics",
      "compute-rack7-node3 and 997 more:",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("text from outside cannot steer the terminal", arguments: [60, 100, 160])
  func hostile(width: Int) {
    let text = text(FleetFixture.hostile(ComparisonFixture.hostileText), width: width)
    #expect(Steering.scalars(in: text) == [])
  }

  @Test("numbers out of this world do not break it", arguments: [Double.nan, .infinity, -1, 0, 1e300])
  func numbers(_ number: Double) {
    var report = FleetFixture.three
    report.metrics[0].median[1] = number
    report.metrics[0].low[1] = number
    report.oddNodes.found[0].ratio = number
    report.pairs[0].median[1][0] = number
    let text = text(report).lowercased()
    #expect(!text.contains("nan ") && !text.contains("inf "))
  }
}
