/// Labels of the scheduler benchmark in words, in the order in which people read them (see `LabelWords`).
enum SchedulerWords {
  /// Values in order, with their words.
  static let known: LabelWords.Known = [
    "pairing": [
      ("same_cpu", "same CPU"), ("siblings", "SMT siblings"), ("same_cache", "same cache"),
      ("same_node", "same node"), ("other_node", "other node"), ("free", "free"),
    ],
    "policy": [
      ("other", "other"), ("fifo", "fifo"), ("none", "none"), ("per_cpu", "per CPU"),
      ("per_core", "per core"),
      ("per_cache", "per cache"), ("per_node", "per node"), ("interleaved", "interleaved"),
      ("cpuset", "cpuset"),
      ("cgroup", "control group"),
    ],
    "kind": [("pipe", "pipe"), ("futex", "futex"), ("eventfd", "eventfd"), ("yield", "yield")],
    "between": [("threads", "threads"), ("processes", "processes")],
    "pinning": [("none", "free"), ("cpu", "pinned")],
    "dma_latency": [("default", "no"), ("held", "yes")],
    "transport": [("socket", "socket"), ("pipe", "pipe")],
  ]

  /// Metrics that are shares of 1, to be shown as per cent.
  static let shares: Set<String> = [
    WakeupReading.missedID, DisturbanceReading.shareID, DisturbanceReading.stealID,
  ]

  /// The pairings, nearest first.
  static let pairings = known["pairing", default: []].map(\.value)
}
