internal import CPlatform
import Glibc

/// The CPUs that the calling thread may run on.
public enum Affinity {
  /// Present affinity, of a machine with any number of CPUs.
  public static func current() throws(SystemError) -> CPUSet {
    var words = 16
    while true {
      var mask = [UInt64](repeating: 0, count: words)
      do {
        let bytes = try SystemCall.run("read the CPU affinity") { unsafe assay_get_affinity(&mask, words) }
        return CPUSet(words: Array(mask.prefix((bytes + 7) / 8)))
      } catch {
        // The kernel's own mask is longer than ours.
        if error.code != EINVAL || words >= CPUSet.largestNumber / 64 { throw error }
        words *= 2
      }
    }
  }

  /// Pins the calling thread to these CPUs and checks that the kernel did it.
  ///
  /// - Throws: EINVAL when one of the CPUs does not exist, is offline or is outside of the cgroup's cpuset; the
  ///   kernel silently leaves such CPUs out where others remain. The thread then keeps the affinity it had.
  public static func set(_ cpus: CPUSet) throws(SystemError) {
    let subject = "CPU \(cpus)"
    let before = try current()
    try apply(cpus, subject)
    if try current() != cpus {
      try apply(before, subject)
      throw SystemError(code: EINVAL, operation: "pin a thread to", subject: subject)
    }
  }

  private static func apply(_ cpus: CPUSet, _ subject: String) throws(SystemError) {
    let words = cpus.words
    try SystemCall.run("pin a thread to", subject) { unsafe assay_set_affinity(words, words.count) }
  }
}
