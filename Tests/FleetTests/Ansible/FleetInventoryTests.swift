import Testing

@testable import Fleet

@Suite struct FleetInventoryTests {
  @Test("hosts come in the inventory's order, with where they are connected to, and nothing else of them")
  func order() throws {
    let json = #"""
      {"_meta": {"hostvars": {"b": {"ansible_host": "10.0.0.2", "ansible_become_password": "secret"},
                              "a": {"assay_address": "10.1.0.1", "ansible_host": "10.0.0.1"}}},
       "all": {"children": ["ungrouped", "nodes", "others"]},
       "nodes": {"hosts": ["b", "a"]}, "others": {"children": ["nodes"], "hosts": ["c"]}}
      """#
    let inventory = try FleetInventory.decode(json, path: "hosts")
    #expect(inventory.hosts.map(\.name) == ["b", "a", "c"])
    #expect(inventory.hosts.map(\.address) == ["10.0.0.2", "10.1.0.1", "c"])
    #expect(!"\(inventory)".contains("secret"))
  }

  @Test("a group that contains itself ends")
  func circle() throws {
    let json = #"{"all": {"children": ["x"]}, "x": {"children": ["all"], "hosts": ["a"]}}"#
    #expect(try FleetInventory.decode(json, path: "hosts").hosts.map(\.name) == ["a"])
  }

  @Test("an answer that is none is refused without being quoted")
  func bad() {
    #expect {
      try FleetInventory.decode("{\"all\": [\"secret\"", path: "hosts")
    } throws: {
      "\($0)".contains("hosts") && !"\($0)".contains("secret")
    }
  }

  @Test("chosen hosts are listed below a heading")
  func names() {
    #expect(FleetInventory.names("  hosts (2):\n    n3\n    n1\n") == ["n3", "n1"])
    #expect(FleetInventory.names("  hosts (0):\n") == [])
  }

  @Test("of the operator's words those for a vault are for the inventory too")
  func vault() {
    let words = ["--forks", "20", "--vault-id", "a@b", "-K", "--vault-password-file=x", "-J", "--vault-id"]
    #expect(AnsiblePrograms.vaultWords(words) == ["--vault-id", "a@b", "--vault-password-file=x", "-J"])
  }

  @Test("an inventory that is not there is refused before Ansible is asked")
  func missing() async {
    await #expect {
      _ = try await FleetInventory.read("/nowhere/hosts", programs: AnsiblePrograms(directory: "/nowhere"))
    } throws: {
      "\($0)" == "the inventory /nowhere/hosts is not there; name one with --inventory"
    }
  }
}
