public import Platform

/// Who gets which CPUs and which memory of a host.
public struct CPULayout: Codable, Sendable, Equatable {
  /// What a node with CPUs gives to whom.
  public struct Node: Codable, Sendable, Equatable {
    /// The kernel's number.
    public var id: Int
    /// Its CPUs that the host keeps: interrupts, kernel threads, emulators.
    public var housekeeping: CPUSet
    /// Its CPUs that guests can have; on small nodes of layouts that share, those of the host as well.
    public var guests: CPUSet
    /// Bytes of memory; nil when unknown.
    public var memoryBytes: UInt64?
    /// Bytes of it that the host keeps.
    public var reservedBytes: UInt64
    /// Bytes that are left when all guests are placed; nil when unknown.
    public var freeBytes: UInt64?
    /// Whether guests can live here; else it has no memory that may be used.
    public var isHome: Bool

    enum CodingKeys: String, CodingKey {
      case id, housekeeping
      case guests = "guest_cpus"
      case memoryBytes = "memory_bytes"
      case reservedBytes = "reserved_bytes"
      case freeBytes = "free_bytes"
      case isHome = "is_home"
    }
  }

  /// A group with CPUs and memory nodes of its own.
  public struct Partition: Codable, Sendable, Equatable {
    /// What the kernel calls `cpuset.cpus.partition`.
    public enum Kind: String, Codable, Sendable, CaseIterable {
      /// Its CPUs are others' as well.
      case member
      /// Its CPUs are its own, and the kernel balances tasks among them.
      case root
      /// Its CPUs are its own, and no task moves there by itself.
      case isolated
    }
    /// The group's name below `/sys/fs/cgroup`: `assay-isolated-node0`.
    public var name: String
    /// Its CPUs.
    public var cpus: CPUSet
    /// Its memory nodes.
    public var mems: CPUSet
    /// What it has for itself.
    public var kind: Kind
    /// What it is for, in one line.
    public var why: String
  }

  /// Memory of a guest on one node.
  public struct Memory: Codable, Sendable, Equatable {
    /// The node's number.
    public var node: Int
    /// How much of the guest is there.
    public var bytes: UInt64
  }

  /// Where a guest lives.
  public struct Place: Codable, Sendable, Equatable {
    /// Which guest, counted from 1 in the order in which they were asked for.
    public var guest: Int
    /// Its virtual CPUs.
    public var virtualCPUs: Int
    /// The CPUs that it runs on: its own, or those that it shares with the others there.
    public var cpus: CPUSet
    /// The nodes of its CPUs and of its memory.
    public var nodes: CPUSet
    /// The cache that all of its CPUs share: `L3 of CPUs 0-7`; nil where there is none.
    public var cache: String?
    /// Its memory, node by node.
    public var memory: [Memory]
    /// The partition that it belongs to.
    public var partition: String

    enum CodingKeys: String, CodingKey {
      case guest, cpus, nodes, cache, memory, partition
      case virtualCPUs = "virtual_cpus"
    }
  }

  /// Guests that have no place, and why.
  public struct Unplaced: Codable, Sendable, Equatable {
    /// How many of which size.
    public var shape: GuestShape
    /// Why, and what would help, in one line.
    public var reason: String
  }

  /// What it is for.
  public var goal: LayoutGoal
  /// Virtual CPUs a CPU that it may go to.
  public var overcommit: Int
  /// Nodes with CPUs that may be used, by number.
  public var nodes: [Node]
  /// All CPUs that the host keeps, those that belong to no node included.
  public var housekeeping: CPUSet
  /// Groups to make; empty where nothing would be gained.
  public var partitions: [Partition]
  /// Guests in order of their number; those without a place are missing.
  public var places: [Place]
  /// What does not fit.
  public var unplaced: [Unplaced]
  /// What a reader has to know: nodes and CPUs that are left out, guests that are split, rules that were applied.
  public var notes: [String]

  /// Whether every guest has a place.
  public var fits: Bool { unplaced.isEmpty }
}
