internal import Experiment
internal import Platform

/// Turns a refusal of memory into a reason for the reader.
enum Allocation {
  /// Runs `body`; what the host refuses becomes `NotMeasurable` with what to do about it.
  static func attempt<Result>(_ pages: PageKind, node: Int?, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as SystemError {
      throw NotMeasurable(reason(error, pages: pages, node: node))
    }
  }

  private static func reason(_ error: SystemError, pages: PageKind, node: Int?) -> String {
    let advice: String
    if error.isPermission, node != nil {
      advice =
        "memory binding is forbidden here (a container's seccomp filter?); run on the host or allow mbind"
    } else if pages == .huge2M || pages == .huge1G {
      let size = pages == .huge2M ? "2048kB" : "1048576kB"
      advice =
        "no free huge pages: reserve some in /sys/kernel/mm/hugepages/hugepages-\(size)/nr_hugepages, or use --pages thp"
    } else if let node {
      advice =
        "node \(node) has too little memory, or this process may not use it (cpuset.mems of its cgroup); lower --memory or --array-size"
    } else {
      advice = "lower --memory or --array-size, or free memory"
    }
    return "\(error); \(advice)"
  }

  /// Warns when transparent huge pages were asked for and less than nine tenths of the memory has them, or when
  /// the kernel does not tell.
  static func checkHugePages(_ buffers: [MemoryBuffer], in context: WorkerContext) {
    for buffer in buffers where buffer.pages == .transparentHuge {
      guard let share = buffer.transparentHugeShare() else {
        context.warn(
          Run.Warning(
            code: "memory.huge_pages_unknown",
            message: "whether transparent huge pages were given cannot be read",
            advice: "allow /proc/self/smaps to be read; figures labelled thp may hold base pages"))
        continue
      }
      if share < 0.9 {
        context.warn(
          Run.Warning(
            code: "memory.huge_pages_missing",
            message: "transparent huge pages were asked for and not given in full",
            advice:
              "compare /sys/kernel/mm/transparent_hugepage/enabled and free memory; figures labelled thp hold base pages too"
          ))
      }
    }
  }

  /// Fails when pages of a bound buffer lie on another node than asked for.
  static func checkNode(_ buffers: [MemoryBuffer], node: Int?) throws {
    guard let node else { return }
    for buffer in buffers {
      let shares = try buffer.nodeShares()
      if shares[node, default: 0] < 0.999 {
        throw SampleFailure("memory bound to node \(node) lies elsewhere: \(shares)")
      }
    }
  }
}
