internal import Platform

/// /proc/interrupts or /proc/softirqs: how often something happened on each CPU since the start.
///
/// A first line of CPU names (`CPU0 CPU2`: interrupts list the online ones, softirqs all possible ones), then a line a
/// source: its name, a count for each column, and what it is.
struct InterruptTable: Equatable {
  /// One source of interrupts.
  struct Line: Equatable {
    /// The number or short name before the colon: `24`, `LOC`, `TIMER`; unique in the table.
    var key: String
    /// Who it is for: the device's name of a numbered interrupt (`virtio0-config`), or the key.
    var source: String
    /// The counts, one a column.
    var counts: [UInt64]
  }

  /// The CPU of each column.
  let columns: [Int]
  /// The sources that are counted by CPU, in the order of the text. Counts of errors (`ERR`, `MIS`) are left out:
  /// they are of no CPU.
  let lines: [Line]

  /// Counts of one interrupt wrap around here: the kernel keeps 32 bits (kernel_stat.h, `unsigned int`).
  private static let wrap: UInt64 = 1 << 32

  /// Reads a table; nil when the first line names no CPU.
  init?(_ text: String) {
    var rest = text.split(separator: "\n")[...]
    guard let header = rest.popFirst() else { return nil }
    let names = header.split(separator: " ")
    let columns = names.compactMap { $0.hasPrefix("CPU") ? Int($0.dropFirst(3)) : nil }
    guard !columns.isEmpty, columns.count == names.count else { return nil }
    self.columns = columns
    lines = rest.compactMap { Self.line($0, columns: columns.count) }
  }

  private static func line(_ text: Substring, columns: Int) -> Line? {
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let key = text[..<colon].trimmingSpace()
    let words = text[text.index(after: colon)...].split(separator: " ")
    guard words.count >= columns else { return nil }
    let counts = words.prefix(columns).compactMap { UInt64($0) }
    guard counts.count == columns, !key.isEmpty, !["ERR", "MIS"].contains(key.uppercased()) else {
      return nil
    }
    return Line(key: key, source: source(key, words.dropFirst(columns)), counts: counts)
  }

  /// After the counts of a numbered interrupt: the controller, the number there, the trigger, and the names of its
  /// handlers, which may hold spaces: `IO-APIC 8-edge rtc0`, `GICv3 27 Level arch_timer`.
  private static func source(_ key: String, _ words: ArraySlice<Substring>) -> String {
    guard key.allSatisfy(\.isWholeNumber) else { return key }
    let triggers = ["edge", "level", "none"]
    func isNumber(_ word: Substring) -> Bool {
      let tail = word.drop(while: \.isWholeNumber)
      return tail.startIndex > word.startIndex && (tail.isEmpty || tail.first == "-")
    }
    guard let number = words.dropFirst().firstIndex(where: isNumber) else { return "irq \(key)" }
    let handlers = words[(number + 1)...].drop { triggers.contains($0.lowercased()) }
    return handlers.isEmpty ? "irq \(key)" : handlers.joined(separator: " ")
  }

  /// How often each source interrupted these CPUs since an earlier table, sources of one name together.
  ///
  /// - Returns: nil when one of the CPUs is not in both tables. A source that one of them lacks is left out.
  func counts(since earlier: InterruptTable, on cpus: [Int]) -> [String: UInt64]? {
    let pairs = cpus.map { (columns.firstIndex(of: $0), earlier.columns.firstIndex(of: $0)) }
    var known: [(now: Int, before: Int)] = []
    for case (let now?, let before?) in pairs { known.append((now, before)) }
    guard known.count == cpus.count else { return nil }
    let before = Dictionary(earlier.lines.map { ($0.key, $0) }) { first, _ in first }
    var counts: [String: UInt64] = [:]
    for line in lines {
      guard let old = before[line.key] else { continue }
      counts[line.source, default: 0] += known.reduce(0) { sum, column in
        let now = line.counts[column.now]
        let then = old.counts[column.before]
        return sum + (now >= then ? now - then : now + Self.wrap - min(then, Self.wrap))
      }
    }
    return counts
  }
}
