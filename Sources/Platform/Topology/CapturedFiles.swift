/// Looks through a captured machine for what hwloc would not survive.
struct CapturedFiles {
  let root: String

  /// Checks the directory.
  ///
  /// - Throws: `unreadable` when it cannot be listed, `noMachine` when it names no CPU (hwloc would invent one),
  ///   `damaged` where there should be nodes and is none (hwloc 2.9 aborts the process) and for numbers of
  ///   CPUs and nodes beyond every machine (hwloc would fill the memory with its bit maps).
  func check() throws(HardwareInventoryError) {
    let entries: [(name: String, kind: Files.Kind)]
    do { entries = try Files.entries(in: root) } catch { throw .unreadable(error) }
    guard Self.holdsMachine(root) else {
      let inside = entries.filter { $0.kind == .directory }.map { "\(root)/\($0.name)" }.filter(
        Self.holdsMachine)
      throw .noMachine(directory: root, candidate: inside.count == 1 ? inside.first : nil)
    }
    for kind in ["cpu", "node"] {
      let directory = "\(root)/sys/devices/system/\(kind)"
      for number in Self.numbers(kind, in: directory) where number > CPUSet.largestNumber {
        throw .damaged(path: directory, reason: "no machine has a \(kind)\(number)")
      }
    }
    try checkNodes("\(root)/sys/devices/system/node")
  }

  /// hwloc takes the list of nodes, or without one the names in the directory.
  private func checkNodes(_ directory: String) throws(HardwareInventoryError) {
    let path = "\(directory)/online"
    guard let text = Files.fact(path) else {
      if Files.exists(directory) && Self.numbers("node", in: directory).isEmpty {
        throw .damaged(path: directory, reason: "there is no node in it")
      }
      return
    }
    let nodes: CPUSet
    // Some captures are padded with zero bytes.
    do { nodes = try CPUSet(list: String(text.prefix { $0 != "\0" })) } catch {
      throw .damaged(path: path, reason: error.reason)
    }
    if nodes.isEmpty { throw .damaged(path: path, reason: "it names no node") }
  }

  private static func holdsMachine(_ root: String) -> Bool {
    !numbers("cpu", in: "\(root)/sys/devices/system/cpu").isEmpty
  }

  /// The numbers of `cpu0`, `cpu1`, … in a directory; one too large for an Int counts as the largest.
  private static func numbers(_ kind: String, in directory: String) -> [Int] {
    ((try? Files.names(in: directory)) ?? []).compactMap { name in
      let digits = name.dropFirst(kind.count)
      guard name.hasPrefix(kind), !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else {
        return nil
      }
      return Int(digits) ?? Int.max
    }
  }
}
