import Statistics

/// Changes texts as accidents and attackers do; the same seed makes the same changes.
struct Mutator {
  private var random: SeededGenerator

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  mutating func below(_ bound: Int) -> Int { random.below(bound) }

  mutating func pick<Item>(_ items: [Item]) -> Item { items[random.below(items.count)] }

  private static let numbers = [
    "0", "-1", "00", "010", "0x14", "-0x8", "9223372036854775807", "9223372036854775808", "1e9", "NaN", "",
    "18446744073709551616", "99999999999999999999999999999999999999999999", "5k", "17179869184g",
    "4294967295",
  ]
  /// Ways out of the folders of the kinds, by name and by the links of `FuzzedHost`.
  private static let keys = [
    "sysctl/vm.swappiness", "sysctl/link.file", "sysctl/vm/..canary.file", "sysctl/...canary.file",
    "sysctl/vm...file", "sysfs/../canary/file", "sysfs/link/file", "sysfs/kernel/../link/file", "sysfs/thp",
    "sysfs/block/*/queue/scheduler", "sysfs/block/@../queue/scheduler", "sysfs/block/@wwn-1/queue/scheduler",
    "sysfs/block/sda/../../link/file", "irq/link/file", "irq/*/smp_affinity", "irq/../../canary/file",
    "debugfs/link/file", "debugfs/sched/a", "cgroup/assay-link/file", "cgroup/assay-link/cpuset.cpus",
    "cgroup/assay-a", "cgroup/assay-a/cpuset.cpus.partition", "cgroup/../../../canary", "cgroup/system.slice",
    "systemd/system.slice/AllowedCPUs", "systemd/../canary/AllowedCPUs", "systemd/a/../b", "boot/cmdline",
    "boot/skew_tick", "file/etc/sysctl.d/90-assay-link.conf", "file/etc/sysctl.d/../../canary/assay",
    "file/etc/passwd", "file/etc/systemd/system/assay-link.d/assay", "file/home/assay", "nothing/a", "/",
  ]
  private static let pieces = [
    "&a ", "*a", "<<: *a", "- [", "{", "}", "]", "!!binary ", "!!null", "|\n", ">\n", "? ", "\t", "\0",
    "---\n",
    "...\n", "%YAML 1.2\n", "#", "\"", "'", "\\", ": ", "\u{FEFF}", "\u{85}", "\r", "\u{1F600}", ", ",
    "all - 0",
    "node(0).cores", "housekeeping(per-node: 99)", "{all - 0}", "0-4294967295", "../", "absent", "present",
    "isolated invalid (x)",
  ]

  /// A text after some changes.
  mutating func changed(_ text: String) -> [UInt8] {
    var bytes = Array(text.utf8)
    for _ in 0...random.below(3) { change(&bytes) }
    return bytes
  }

  private mutating func change(_ bytes: inout [UInt8]) {
    if bytes.isEmpty { bytes = Array(pick(Self.pieces).utf8) }
    switch random.below(10) {
    case 0: bytes[random.below(bytes.count)] ^= 1 << UInt8(random.below(8))
    case 1: bytes[random.below(bytes.count)] = UInt8(random.below(256))
    case 2: cut(&bytes)
    case 3, 4: changeLines(&bytes)
    case 5: replaceRun(in: &bytes, with: Self.numbers) { (48...57).contains($0) }
    case 6, 7: replaceRun(in: &bytes, with: Self.keys, of: Self.isOfAKey)
    case 8: bytes.insert(contentsOf: pick(Self.pieces).utf8, at: random.below(bytes.count + 1))
    default: nest(&bytes)
    }
  }

  private mutating func cut(_ bytes: inout [UInt8]) {
    let start = random.below(bytes.count)
    let length = random.below(2) == 0 ? bytes.count - start : min(bytes.count - start, 1 + random.below(20))
    bytes.removeSubrange(start..<start + length)
  }

  /// Lines twice, gone, exchanged, moved in or out.
  private mutating func changeLines(_ bytes: inout [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
    let (one, other) = (random.below(lines.count), random.below(lines.count))
    switch random.below(5) {
    case 0: lines.insert(lines[one], at: other)
    case 1: lines.remove(at: one)
    case 2: lines.swapAt(one, other)
    case 3: lines[one].insert(contentsOf: "  ".utf8, at: 0)
    default: lines[one].removeFirst(min(2, lines[one].count))
    }
    bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  private static func isOfAKey(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !",:{}[]\"'#".utf8.contains(byte)
  }

  /// Puts one of these texts in the place of a run of such bytes.
  private mutating func replaceRun(
    in bytes: inout [UInt8], with texts: [String], of isPart: (UInt8) -> Bool
  ) {
    let start = random.below(bytes.count)
    guard let first = bytes[start...].firstIndex(where: isPart) else { return }
    let end = bytes[first...].firstIndex { !isPart($0) } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: pick(texts).utf8)
  }

  private mutating func nest(_ bytes: inout [UInt8]) {
    let text = String(repeating: pick(["[", "{a: ", "- ", "? "]), count: 1 + random.below(300))
    bytes.insert(contentsOf: text.utf8, at: random.below(bytes.count + 1))
  }
}
