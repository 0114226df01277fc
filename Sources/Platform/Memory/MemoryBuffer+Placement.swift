internal import CNuma
internal import CPlatform
import Glibc

extension MemoryBuffer {
  /// Binds the whole buffer to a node, for the pages that are touched from now on.
  func bind(to node: Int) throws(SystemError) {
    guard (0...CPUSet.largestNumber).contains(node) else {
      throw SystemError(code: EINVAL, operation: "bind memory to NUMA node", subject: "\(node)")
    }
    try setPolicy(Int32(MPOL_BIND), CPUSet([node]), "bind memory to NUMA node")
  }

  /// Spreads the pages that are touched from now on over nodes in turn (`MPOL_INTERLEAVE`).
  ///
  /// - Throws: EPERM where mbind is forbidden (a container's seccomp filter); EINVAL when none of the nodes has
  ///   memory that this process may use.
  public func interleave(over nodes: CPUSet) throws(SystemError) {
    try setPolicy(Int32(MPOL_INTERLEAVE), nodes, "interleave memory over NUMA nodes")
  }

  private func setPolicy(_ policy: Int32, _ nodes: CPUSet, _ operation: String) throws(SystemError) {
    let mask = nodes.words.map { UInt(truncatingIfNeeded: $0) }
    try SystemCall.runSettingErrno(operation, "\(nodes)") {
      unsafe mbind(address, UInt(byteCount), policy, mask, UInt(mask.count * 64 + 1), 0)
    }
  }

  /// Backs all of it now. The kernel promises pages of a pool without regard to nodes: one that the bound node's
  /// share cannot give would end the process with SIGBUS when it is touched.
  func populate(on node: Int) throws(SystemError) {
    do {
      try SystemCall.run("back \(pages.rawValue) pages on NUMA node", "\(node)") {
        unsafe assay_populate(address, byteCount)
      }
    } catch {
      let code = error.code == EFAULT ? ENOMEM : error.code
      throw SystemError(code: code, operation: error.operation, subject: error.subject)
    }
  }

  /// The share of pages on each node (0…1, together 1), seen by asking the kernel (move_pages) about up to
  /// `samples` pages spread over the buffer. Pages that are not backed count under nil.
  ///
  /// - Throws: EPERM where the question is forbidden (a container's seccomp filter); ENOSYS without NUMA support.
  public func nodeShares(samples: Int = 512) throws(SystemError) -> [Int?: Double] {
    precondition(samples > 0)
    let pageBytes = PageKind.base.granularity
    let pageCount = byteCount / pageBytes
    let count = min(samples, pageCount)
    var addresses = unsafe (0..<count).map { index -> UnsafeMutableRawPointer? in
      unsafe address + (index * pageCount / count) * pageBytes
    }
    // Until the kernel has answered for a page, it is on no node.
    var status = [Int32](repeating: -ENOENT, count: count)
    try SystemCall.runSettingErrno("ask where pages are") {
      unsafe Int(move_pages(0, UInt(count), &addresses, nil, &status, 0))
    }
    var pages: [Int?: Int] = [:]
    for value in status { pages[value >= 0 ? Int(value) : nil, default: 0] += 1 }
    return pages.mapValues { Double($0) / Double(count) }
  }

  /// The share of the buffer that transparent huge pages back (0…1), from /proc/self/smaps; nil when it cannot
  /// be read.
  public func transparentHugeShare() -> Double? {
    guard let text = try? Files.text("/proc/self/smaps") else { return nil }
    let start = unsafe UInt(bitPattern: address)
    let end = start + UInt(byteCount)
    var inside = false
    var hugeKiB = 0
    for line in text.split(separator: "\n") {
      let field = line.prefix { $0 != " " }
      if let dash = field.firstIndex(of: "-"), let low = UInt(field[..<dash], radix: 16),
        let high = UInt(field[field.index(after: dash)...], radix: 16)
      {
        inside = low < end && high > start
      } else if inside, field == "AnonHugePages:" {
        hugeKiB += line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
      }
    }
    return min(1, Double(hugeKiB) * 1024 / Double(byteCount))
  }
}
