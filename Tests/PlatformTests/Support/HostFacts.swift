import Platform

/// What this machine offers, for tests that need it.
enum HostFacts {
  /// Huge pages that can still be taken from the reserved pool of this size; nil without such a pool.
  static func freeHugePages(kiB: Int) -> Int? {
    Files.fact("/sys/kernel/mm/hugepages/hugepages-\(kiB)kB/free_hugepages").flatMap { Int($0) }
  }

  /// Whether the pool of this size has pages to give, overcommitted ones included.
  static func hasHugePages(kiB: Int) -> Bool {
    let surplus = Files.fact("/sys/kernel/mm/hugepages/hugepages-\(kiB)kB/nr_overcommit_hugepages")
    return (freeHugePages(kiB: kiB) ?? 0) > 0 || surplus.flatMap { Int($0) } ?? 0 > 0
  }

  /// Whether the kernel gives transparent huge pages to those who ask.
  static var givesTransparentHugePages: Bool {
    guard let choice = Files.fact("/sys/kernel/mm/transparent_hugepage/enabled") else { return false }
    return !choice.contains("[never]")
  }

  /// Whether the kernel may place memory and tell where it is; a container may forbid both.
  static let canAskForNodes: Bool = {
    guard let buffer = try? MemoryBuffer(byteCount: 4_096, pages: .base, node: 0) else { return false }
    return (try? buffer.nodeShares()) != nil
  }()

  /// Present size of this process's address space, in bytes.
  static var addressSpace: Int? {
    let pages = Files.fact("/proc/self/statm")?.split(separator: " ").first.flatMap { Int($0) }
    return pages.map { $0 * PageKind.base.granularity }
  }
}
