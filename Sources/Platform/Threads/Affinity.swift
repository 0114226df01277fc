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
      } catch  where error.code == EINVAL && words < CPUSet.largestNumber / 64 {
        words *= 2
      }
    }
  }

  /// Pins the calling thread to these CPUs and checks that the kernel did it.
  ///
  /// - Throws: EINVAL when none of the CPUs exists, is online and is in the cgroup's cpuset. The kernel
  ///   silently drops the others, which is an error here as well.
  public static func set(_ cpus: CPUSet) throws(SystemError) {
    let subject = "CPU \(cpus)"
    let words = cpus.words
    try SystemCall.run("pin a thread to", subject) { unsafe assay_set_affinity(words, words.count) }
    if try current() != cpus {
      throw SystemError(code: EINVAL, operation: "pin a thread to", subject: subject)
    }
  }
}
