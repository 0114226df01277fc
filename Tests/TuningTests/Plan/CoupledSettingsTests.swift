import TestSupport
import Testing

@testable import Tuning

/// Settings that the kernel changes along with others, where the catalog names them by patterns.
@Suite struct CoupledSettingsTests {
  private static let disks = [
    "host/sys/block/vda/device/x": "", "host/sys/block/vda/serial": "one",
    "host/sys/block/vda/queue/scheduler": "none [mq-deadline]", "host/sys/block/vda/queue/nr_requests": "64",
    "host/sys/block/vdb/device/x": "", "host/sys/block/vdb/queue/scheduler": "none [mq-deadline]",
    "host/sys/block/vdb/queue/nr_requests": "256",
  ]
  private static let body = "settings:\n  - {key: \"sysfs/block/*/queue/scheduler\", value: none, why: w}"

  @Test func aDiskMovesItsOwn() throws {
    let plan = try TuningFixture(Self.disks).plan(body: Self.body)
    #expect(
      plan.changes.map { $0.moved.map { "\($0.key) \($0.type) \($0.current)" } } == [
        ["sysfs/block/@serial:one/queue/nr_requests integer 64"],
        ["sysfs/block/vdb/queue/nr_requests integer 256"],
      ])
  }

  /// What could not be given back must not be moved.
  @Test func whatCannotBeReadIsNotForgotten() throws {
    let fixture = try TuningFixture(Self.disks)
    try fixture.tree.write("host/sys/block/vdb/queue/wbt/a-folder", "")
    let plan = try fixture.plan(body: Self.body)
    #expect(plan.changes.map(\.key.name) == ["block/@serial:one/queue/scheduler"])
    #expect(
      plan.notApplicable.first?.reason.hasPrefix(
        "the kernel changes sysfs/block/vdb/queue/wbt along with it: ") == true, "\(plan.notApplicable)")
  }

  /// The pool over all nodes is a unit with the nodes' parts.
  @Test func aPoolIsTakenBackWithItsParts() throws {
    let fixture = try TuningFixture([
      "host/proc/sys/vm/nr_hugepages": "100", "host/sys/node/node0/huge-2/nr": "70",
      "host/sys/node/node1/huge-2/nr": "30",
    ])
    let plan = try fixture.plan(body: "settings: [{key: sysctl/vm.nr_hugepages, value: 200, why: w}]")
    #expect(
      plan.changes.first?.coupled.map { "\($0.key.name) \($0.current)" } == [
        "node/node0/huge-2/nr 70", "node/node1/huge-2/nr 30",
      ])
    let wishes = [
      "{key: sysfs/node/node0/huge-2/nr, value: 9, why: w}",
      "{key: sysctl/vm.nr_hugepages, value: 9, why: w}",
    ]
    for (first, second) in [(wishes[0], wishes[1]), (wishes[1], wishes[0])] {
      let refusal = try fixture.refusal("settings:\n  - \(first)\n  - \(second)")
      #expect(refusal.contains("exclude each other"), "\(refusal)")
    }
  }

  @Test func aPatternIsOfTheSameFolder() throws {
    let catalog = try Shipped.catalog()
    let key = try SettingKey("sysfs/block/@wwn-1/queue/scheduler")
    let knob = try #require(catalog.knob(for: key))
    #expect(
      try knob.moves.map { try knob.beside(key, $0).name } == [
        "block/@wwn-1/queue/nr_requests", "block/@wwn-1/queue/wbt_lat_usec",
      ])
    let pool = try #require(catalog.knob(for: try SettingKey("sysctl/vm.nr_hugepages")))
    #expect(
      try pool.isCoupled(
        with: SettingKey("sysfs/devices/system/node/node3/hugepages/hugepages-2048kB/nr_hugepages")))
  }
}
