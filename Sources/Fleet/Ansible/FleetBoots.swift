/// In which boot of which kernel each node is.
public struct FleetBoots: Sendable, Equatable {
  /// A node's.
  public struct Boot: Sendable, Equatable {
    /// The kernel's release, as `uname -r` prints it.
    public var kernel: String
    /// The boot's id (`/proc/sys/kernel/random/boot_id`).
    public var id: String
  }

  /// By the nodes' names.
  public var boots: [String: Boot]

  private static let mark = "assay-boot"

  /// Asks every node, by one command that needs no Python there.
  ///
  /// - Throws: `FleetFailure` where Ansible is not there, or a node does not answer.
  public static func read(
    _ inventory: String, limit: String? = nil, programs: AnsiblePrograms = AnsiblePrograms()
  ) async throws -> FleetBoots {
    let question = "echo \(mark) $(uname -r) $(cat /proc/sys/kernel/random/boot_id)"
    let words =
      ["all", "-i", inventory, "-m", "ansible.builtin.raw", "-a", question, "--one-line"]
      + (limit.map { ["--limit", $0] } ?? [])
    return FleetBoots(
      boots: decode(try await programs.output(of: "ansible", words, about: "the nodes of \(inventory)")))
  }

  /// Reads answers such as `node1 | CHANGED | rc=0 | (stdout) assay-boot 6.1.0-47-amd64 5f0c…`.
  static func decode(_ text: String) -> [String: Boot] {
    var boots: [String: Boot] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(separator: " ")
      guard let name = words.first, let place = words.firstIndex(of: Substring(mark)), words.count > place + 2
      else {
        continue
      }
      // What ends the line on a terminal comes as a backslash and a letter.
      let id = words[place + 2].prefix { $0.isHexDigit || $0 == "-" }
      boots[String(name)] = Boot(kernel: String(words[place + 1]), id: String(id))
    }
    return boots
  }
}
