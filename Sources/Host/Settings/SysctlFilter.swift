/// Which files below `/proc/sys` are settings: not counters, not secrets, and none whose reading does something.
enum SysctlFilter {
  /// Whether to look into a directory, given by its names below `/proc/sys`.
  static func enters(_ path: [String]) -> Bool {
    // Looking into binfmt_misc can mount it.
    if path == ["fs", "binfmt_misc"] { return false }
    // Interfaces come and go; what a new one gets is in `all` and `default`.
    if path.count == 4, path[0] == "net", path[2] == "conf" || path[2] == "neigh" {
      return path[3] == "all" || path[3] == "default"
    }
    // Statistics of the disk quota, and the scheduler's picture of the machine.
    return path != ["fs", "quota"] && path != ["kernel", "sched_domain"]
  }

  /// Whether to read a file, given by its names below `/proc/sys`.
  static func keeps(_ path: [String]) -> Bool {
    !volatile.contains(path.joined(separator: "/")) && path.last != "flush" && path.last != "stable_secret"
  }

  /// The name as `sysctl` writes it: dots between names, and a slash for a dot inside one.
  static func dotted(_ path: [String]) -> String {
    path.map { String($0.map { $0 == "." ? "/" : $0 }) }.joined(separator: ".")
  }

  private static let volatile: Set<String> = [
    // Counters and state.
    "fs/aio-nr", "fs/dentry-state", "fs/file-nr", "fs/inode-nr", "fs/inode-state", "kernel/ns_last_pid",
    "kernel/pty/nr", "kernel/random/boot_id", "kernel/random/uuid", "kernel/random/entropy_avail",
    "kernel/hung_task_detect_count", "net/netfilter/nf_conntrack_count", "kernel/msg_next_id",
    "kernel/sem_next_id", "kernel/shm_next_id", "kernel/cad_pid",
    // The kernel lowers it by itself when sampling takes too long.
    "kernel/perf_event_max_sample_rate",
    // Secrets.
    "net/ipv4/tcp_fastopen_key",
    // Reading it makes every CPU fold its statistics.
    "vm/stat_refresh",
    // Actions, not values; some kernels let root read them.
    "vm/compact_memory", "vm/drop_caches",
  ]
}
