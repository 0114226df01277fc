/// The pool of huge pages of one size.
public struct HugePagePool: Codable, Sendable, Equatable {
  /// The part of a pool that one NUMA node holds.
  public struct Share: Codable, Sendable, Equatable {
    /// The node's number.
    public var node: Int
    /// Pages.
    public var total: Int
    /// Pages in no use; nil when unknown.
    public var free: Int?
  }

  /// Bytes of a page.
  public var pageBytes: UInt64
  /// Pages in the pool.
  public var total: Int
  /// Pages in no use; nil when unknown.
  public var free: Int?
  /// Pages that the kernel may add when asked; nil when unknown.
  public var overcommit: Int?
  /// How the pages are spread over the nodes; empty when unknown.
  public var nodes: [Share]

  enum CodingKeys: String, CodingKey {
    case total, free, overcommit, nodes
    case pageBytes = "page_bytes"
  }

  /// Every pool of a machine, smallest page first; empty when there is none or nothing is known.
  public static func read(root: HostRoot) -> [HugePagePool] {
    let base = "sys/kernel/mm/hugepages"
    let nodes = root.names("sys/devices/system/node").compactMap { name in
      name.hasPrefix("node") ? Int(name.dropFirst(4)) : nil
    }
    return root.names(base).compactMap { name -> HugePagePool? in
      guard name.hasPrefix("hugepages-"), name.hasSuffix("kB"),
        let kibibytes = UInt64(name.dropFirst(10).dropLast(2)), kibibytes < 1 << 40,
        let total = root.number("\(base)/\(name)/nr_hugepages")
      else { return nil }
      return HugePagePool(
        pageBytes: kibibytes * 1024, total: total, free: root.number("\(base)/\(name)/free_hugepages"),
        overcommit: root.number("\(base)/\(name)/nr_overcommit_hugepages"),
        nodes: nodes.sorted().compactMap { node in
          let directory = "sys/devices/system/node/node\(node)/hugepages/\(name)"
          return root.number("\(directory)/nr_hugepages").map {
            Share(node: node, total: $0, free: root.number("\(directory)/free_hugepages"))
          }
        })
    }.sorted { $0.pageBytes < $1.pageBytes }
  }
}
