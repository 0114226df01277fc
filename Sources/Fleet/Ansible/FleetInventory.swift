internal import FoundationEssentials
internal import Platform
internal import Subprocess
internal import SystemPackage

/// The nodes of an inventory as Ansible sees them, in its order. Of their variables only the addresses are kept.
public struct FleetInventory: Sendable, Equatable {
  /// A node.
  public struct Host: Sendable, Equatable {
    /// Its name.
    public var name: String
    /// Where Ansible connects to.
    public var address: String
  }

  /// The nodes.
  public var hosts: [Host]

  /// Asks Ansible.
  ///
  /// - Parameter arguments: the operator's words for ansible-playbook, of which those for a vault are used.
  /// - Throws: `FleetFailure` where Ansible is not there, cannot read the inventory, or finds nobody in it.
  public static func read(
    _ path: String, limit: String? = nil, programs: AnsiblePrograms = AnsiblePrograms(),
    arguments: [String] = []
  ) async throws -> FleetInventory {
    guard Files.exists(path) || path.contains(",") else {
      throw FleetFailure("the inventory \(path) is not there; name one with --inventory")
    }
    let vault = AnsiblePrograms.vaultWords(arguments)
    let listing = try await programs.output(
      of: "ansible-inventory", ["-i", path, "--list"] + vault, about: "the inventory \(path)")
    var inventory = try decode(listing, path: path)
    if let limit {
      let text = try await programs.output(
        of: "ansible", ["all", "-i", path, "--list-hosts", "--limit", limit] + vault,
        about: "--limit \(limit) of \(path)")
      let chosen = names(text)
      inventory.hosts = chosen.compactMap { name in inventory.hosts.first { $0.name == name } }
    }
    guard !inventory.hosts.isEmpty else {
      throw FleetFailure(
        "the inventory \(path)\(limit.map { " with --limit \($0)" } ?? "") names no node; write them into it")
    }
    if let odd = inventory.hosts.first(where: { !isPlain($0.name) }) {
      throw FleetFailure(
        "the inventory \(path) has a node called '\(odd.name)', which cannot be a directory's name; call it otherwise and set ansible_host"
      )
    }
    return inventory
  }

  /// Whether a name can be a directory's, and stand in front of the "--" of a pair's.
  private static func isPlain(_ name: String) -> Bool {
    !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-") && !name.contains("/")
      && !name.contains("--")
      && name.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
  }

  /// Of `ansible all --list-hosts`: a heading, then a name a line.
  static func names(_ text: String) -> [String] {
    text.split(separator: "\n").dropFirst().map { $0.trimmingSpace() }.filter { !$0.isEmpty }
  }

  /// Reads `ansible-inventory --list`: groups with hosts and children, and the hosts' variables.
  static func decode(_ json: String, path: String) throws -> FleetInventory {
    let form: [String: Group]
    do {
      form = try JSONDecoder().decode([String: Group].self, from: Data(json.utf8))
    } catch {
      // Without what it says: the text may hold passwords.
      throw FleetFailure(
        "the inventory \(path): ansible-inventory's answer cannot be read; try ansible-inventory -i \(path) --list"
      )
    }
    var hosts: [Host] = []
    var seen: Set<String> = []
    var groups: Set<String> = []
    func visit(_ name: String) {
      guard let group = form[name], groups.insert(name).inserted else { return }
      for host in group.hosts ?? [] where seen.insert(host).inserted {
        let variables = form["_meta"]?.hostvars?[host]
        hosts.append(
          Host(name: host, address: variables?.assay_address ?? variables?.ansible_host ?? host))
      }
      (group.children ?? []).forEach(visit)
    }
    visit("all")
    return FleetInventory(hosts: hosts)
  }

  private struct Group: Decodable {
    var hosts: [String]?
    var children: [String]?
    var hostvars: [String: Variables]?
  }

  private struct Variables: Decodable {
    var assay_address: String?
    var ansible_host: String?
  }
}
