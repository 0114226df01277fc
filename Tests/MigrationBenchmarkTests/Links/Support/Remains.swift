import Platform

/// What a process could leave behind. Only where no other test runs.
struct Remains: Equatable {
  var descriptors: Int
  var threads: Int
  /// Network namespaces that a descriptor keeps.
  var networks: Int

  static func count() -> Remains {
    let open = (try? Files.names(in: "/proc/self/fd")) ?? []
    let links = open.compactMap { try? Files.linkTarget("/proc/self/fd/\($0)") }
    let threads = (try? Files.names(in: "/proc/self/task"))?.count ?? 0
    return Remains(
      descriptors: open.count, threads: threads, networks: links.filter { $0.hasPrefix("net:") }.count)
  }

  /// Whether no more is there than this. A thread that was joined is listed for a moment longer.
  func areAll() -> Bool {
    let end = Clock.now() + 20_000_000_000
    while Clock.now() < end {
      let now = Remains.count()
      if now.descriptors <= descriptors, now.threads <= threads, now.networks <= networks { return true }
      Clock.pause(0.002)
    }
    return false
  }
}
