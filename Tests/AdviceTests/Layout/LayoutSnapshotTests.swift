import Host
import Platform
import TestSupport
import Testing

@testable import Advice

/// Layouts of the captured machines, to the character.
///
/// `ASSAY_WRITE_EXPECTED=1` writes the expected texts anew instead of comparing; read what changed before you keep it.
struct LayoutSnapshotTests {
  private static let folder = "\(Files.parent(of: #filePath))/Expected"
  private static let requests = ["", "6x4c16g", "1x8c64g,3x2c4g"]

  @Test(arguments: CapturedMachine.all)
  func theLayoutIsAsExpected(machine: CapturedMachine) throws {
    let topology = try machine.topology
    var lines = [topology.summary]
    for goal in LayoutGoal.allCases {
      for request in Self.requests {
        let shapes = request.isEmpty ? [] : try GuestShape.list(request)
        let layout = LayoutPlanner(topology, LayoutOptions(goal)).layout(for: shapes)
        lines +=
          ["", "== \(goal.rawValue), \(request.isEmpty ? "no guests" : request)"] + Self.lines(of: layout)
      }
    }
    let text = lines.joined(separator: "\n") + "\n"
    let file = "\(Self.folder)/\(machine.name).txt"
    if Console.environment("ASSAY_WRITE_EXPECTED") != nil {
      try Files.createDirectories(Self.folder)
      try Files.replace(file, with: Array(text.utf8))
      return
    }
    #expect(text == (try Files.text(file)))
  }

  private static func lines(of layout: CPULayout) -> [String] {
    let nodes = layout.nodes.map { node in
      let free = node.freeBytes.map(LayoutText.bytes) ?? "unknown"
      return
        "node \(node.id): host \(node.housekeeping), guests \(node.guests.isEmpty ? "none" : "\(node.guests)"), \(free) left"
        + (node.isHome ? "" : ", not a home")
    }
    let groups = layout.partitions.map { "\($0.name): \($0.kind.rawValue), cpus \($0.cpus), mems \($0.mems)" }
    let places = layout.places.map { place in
      let memory = place.memory.map { "\(LayoutText.bytes($0.bytes)) on \($0.node)" }.joined(separator: ", ")
      return
        "guest \(place.guest): \(place.virtualCPUs) on \(place.cpus), \(place.cache ?? "no one cache"), \(memory), \(place.partition)"
    }
    let gaps = layout.unplaced.map { "unplaced: \($0.shape): \($0.reason)" }
    return nodes + groups + places + gaps + layout.notes.map { "note: \($0)" }
  }
}
