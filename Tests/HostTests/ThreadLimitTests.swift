import Host
import TestSupport
import Testing

@Suite("Thread limit")
struct ThreadLimitTests {
  private static func limit(_ files: [String: String]) throws -> Int? {
    let tree = try TemporaryTree(files)
    return withExtendedLifetime(tree) { ThreadLimit.read(root: HostRoot(directory: tree.path)) }
  }

  private static let unified = "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n"

  @Test("The lowest of kernel, user and every group above counts")
  func lowest() throws {
    let files = [
      "proc/sys/kernel/threads-max": "190000\n", "proc/self/mounts": Self.unified,
      "proc/self/cgroup": "0::/a/b\n",
      "proc/self/limits": "Limit Soft Hard Units\nMax processes             95000  95000  processes\n",
      "sys/fs/cgroup/a/pids.max": "500\n", "sys/fs/cgroup/a/b/pids.max": "max\n",
    ]
    #expect(try Self.limit(files) == 500)
    #expect(try Self.limit(files.filter { !$0.key.contains("pids") }) == 95_000)
    #expect(try Self.limit(files.filter { $0.key.hasSuffix("threads-max") }) == 190_000)
  }

  @Test("The first generation's pids controller counts as well")
  func firstGeneration() throws {
    let files = [
      "proc/self/mounts":
        "cgroup /sys/fs/cgroup/cpu cgroup rw,cpu 0 0\ncgroup /sys/fs/cgroup/pids cgroup rw,pids 0 0\n",
      "proc/self/cgroup": "5:pids:/box\n3:cpu:/\n", "sys/fs/cgroup/pids/box/pids.max": "32\n",
    ]
    #expect(try Self.limit(files) == 32)
  }

  @Test("What is unlimited or cannot be read is no limit")
  func unknown() throws {
    #expect(try Self.limit([:]) == nil)
    #expect(
      try Self.limit([
        "proc/self/mounts": Self.unified, "proc/self/cgroup": "0::/\n",
        "proc/self/limits": "Max processes  unlimited  unlimited  processes\n",
      ]) == nil)
  }
}
