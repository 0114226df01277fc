import Glibc
import Synchronization

/// The environment variables that steer hwloc; a captured machine can be named to it in no other way.
enum HwlocEnvironment {
  /// The environment is the process's: one reader at a time.
  private static let lock = Mutex(())

  /// Runs `body` with hwloc reading below `root` (nil: the live machine) and puts the environment back.
  ///
  /// Variables that already are as they should be are not touched, so reading the live machine normally
  /// writes nothing that another thread could be reading.
  static func with<Value: Sendable, Failure: Error>(
    root: String?, _ body: @Sendable () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outcome = lock.withLock { _ in
      let changed = wanted(root: root).filter { Console.environment($0.name) != $0.value }
      let before = changed.map { (name: $0.name, value: Console.environment($0.name)) }
      for variable in changed { set(variable.name, variable.value) }
      defer { for variable in before { set(variable.name, variable.value) } }
      return Result(catching: body)
    }
    return try outcome.get()
  }

  /// A live machine must not be replaced by what the user's shell once named to hwloc's own tools.
  private static func wanted(root: String?) -> [(name: String, value: String?)] {
    let gpus = "\(root ?? "")/proc/driver/nvidia/gpus"
    return [
      ("HWLOC_FSROOT", root), ("HWLOC_XMLFILE", nil), ("HWLOC_SYNTHETIC", nil), ("HWLOC_CPUID_PATH", nil),
      ("HWLOC_COMPONENTS", root == nil ? nil : "linux,stop"), ("HWLOC_THISSYSTEM", root == nil ? nil : "0"),
      // What hwloc finds wrong with a capture it would print itself; the error that follows says it in one line.
      ("HWLOC_HIDE_ERRORS", root == nil ? Console.environment("HWLOC_HIDE_ERRORS") : "2"),
      // hwloc leaves the memory of NVIDIA GPUs out unless asked to keep it.
      (
        "HWLOC_KEEP_NVIDIA_GPU_NUMA_NODES",
        Files.exists(gpus) ? "1" : Console.environment("HWLOC_KEEP_NVIDIA_GPU_NUMA_NODES")
      ),
    ]
  }

  private static func set(_ name: String, _ value: String?) {
    if let value { unsafe setenv(name, value, 1) } else { unsafe unsetenv(name) }
  }
}
