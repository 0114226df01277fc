import Advice
import Host
import Platform
import TestSupport
import Testing

@testable import Reporting

struct CPULayoutTextTests {
  private static let folder = "\(Files.parent(of: #filePath))/Expected"

  private func text(
    _ topology: Topology, _ goal: LayoutGoal, _ guests: String = "", width: Int = 80, color: Bool = false
  ) throws -> String {
    let shapes = guests.isEmpty ? [] : try GuestShape.list(guests)
    let layout = LayoutPlanner(topology, LayoutOptions(goal)).layout(for: shapes)
    return CPULayoutText.render(layout, on: topology, width: width, color: color)
  }

  @Test func thePictureShowsWhoHasWhichCore() throws {
    let hybrid = try text(Machine.hybrid, .latency, "2x4c8g")
    #expect(hybrid.hasPrefix("Layout for latency: 2 of 2 guests placed\n"))
    #expect(hybrid.contains("    [1 1 2 2 s s H s s s s s s s]\n"))
    #expect(hybrid.contains("H host · s shared · a number: that guest's"))
    #expect(try text(Machine.regular(nodes: 1, cores: 4), .latency).contains("    [H i i i]\n"))
    #expect(try text(Machine.small, .throughput).contains("    [Hs s]\n"))
    #expect(
      try text(Machine.regular(nodes: 2, cores: 8, l3Groups: 2), .latency).contains(
        "    [H i i i] [i i i i]\n"))
    var limited = Machine.regular(nodes: 1, cores: 4)
    limited.allowedCPUs = CPUSet(0..<3)
    #expect(try text(limited, .latency).contains("    [H i i -]\n"))
  }

  @Test func largeMachinesAreCounted() throws {
    let text = try text(Machine.regular(nodes: 4, cores: 32, l3Groups: 4), .latency)
    #expect(text.contains("    [H i×7] [i×8] [i×8] [i×8]\n"))
  }

  @Test func whatDoesNotFitIsShown() throws {
    let text = try text(Machine.regular(nodes: 2, cores: 4), .latency, "1x64c1g")
    #expect(text.contains("\nDoes not fit\n  1 guest of 64 CPUs and 1 GiB\n"))
    #expect(text.contains("0 of 1 guest placed"))
  }

  @Test(arguments: CapturedMachine.all, LayoutGoal.allCases)
  func noLineIsWiderThanThePage(machine: CapturedMachine, goal: LayoutGoal) throws {
    let topology = try machine.topology
    for width in [60, 80, 120] {
      for guests in ["", "6x4c16g,1x40c200g"] {
        for line in try text(topology, goal, guests, width: width).split(separator: "\n") {
          #expect(line.count <= width, "\(line)")
        }
      }
    }
  }

  @Test func colourChangesNothingButColour() throws {
    let topology = try CapturedMachine.named("nvidiagpunumanodes").topology
    let plain = try text(topology, .latency, "6x4c16g")
    let painted = try text(topology, .latency, "6x4c16g", color: true)
    #expect(painted != plain)
    #expect(painted.replacing(/\u{1B}\[[0-9]+m/, with: "") == plain)
    #expect(!plain.contains("\u{1B}"))
  }

  /// `ASSAY_WRITE_EXPECTED=1` writes the expected texts anew instead of comparing.
  @Test(arguments: ["20em64t-hybrid-1p6c2t+2ca4co1t", "nvidiagpunumanodes"], LayoutGoal.allCases)
  func thePageIsAsExpected(name: String, goal: LayoutGoal) throws {
    let page = try text(CapturedMachine.named(name).topology, goal, "6x4c16g") + "\n"
    let file = "\(Self.folder)/\(name)-\(goal.rawValue).txt"
    if Console.environment("ASSAY_WRITE_EXPECTED") != nil {
      try Files.createDirectories(Self.folder)
      try Files.replace(file, with: Array(page.utf8))
      return
    }
    #expect(page == (try Files.text(file)))
  }
}
