internal import Experiment

/// What it costs to submit from CPUs that are far from the device.
struct NodeReading: Sendable {
  let subject: Subject

  init(_ reading: RunReading) {
    let groups = AIOReading(reading).nodes
    let table = EstimateTable(
      groups.flatMap(\.self), heads: ["depth", "cpu_node"], [.rate, .p50, .p99, .cpu, .held(dropped: 3)])
    subject = Subject(
      title: "I/O from each NUMA node",
      explanation: "The same load, submitted and reaped by the CPUs of one node at a time.",
      tables: [table].filter { !$0.rows.isEmpty }, sentence: groups.lazy.compactMap(Self.sentence).first)
  }

  /// Which node waits least and which longest, where that is beyond doubt.
  private static func sentence(_ group: [AIOLoad]) -> String? {
    guard let (least, most) = group.compactMap({ $0.latency("p50") }).clearExtremes,
      let times = most.times(least), let near = least["cpu_node"], let far = most["cpu_node"]
    else { return nil }
    let device = group[0]["device_node"].map { ", the device is at node \($0)" } ?? ""
    return
      "At depth \(group[0].depth) an operation takes \(least.valueText) (p50) from node \(near) and \(most.valueText) (\(times)) from node \(far)\(device): submit from node \(near)."
  }
}
