/// Everything that is mounted in the namespace of this process.
///
///     MountTable(root: .live)?.mount(holding: "/home/me/data")?.fileSystem  // "ext4"
public struct MountTable: Sendable, Equatable {
  /// The mounts in the kernel's order.
  public let mounts: [Mount]

  /// Reads `/proc/self/mountinfo`; nil when it cannot be read.
  public init?(root: HostRoot) {
    guard let text = root.text("proc/self/mountinfo") else { return nil }
    self.init(text: text)
  }

  /// Reads the file's text; lines that are none are skipped.
  public init(text: String) {
    mounts = text.split(separator: "\n").compactMap { Mount(line: $0) }
  }

  /// The mount in which the kernel finds an absolute path that is free of links and dots.
  ///
  /// It goes from mount to mount as the kernel walks the path: from each one into the first mount that stands on it
  /// along the way. So a later mount hides what lay below its point, whatever is mounted deeper down there.
  ///
  /// - Returns: nil when nothing is mounted above the path, as in a captured machine without its mounts.
  public func mount(holding path: String) -> Mount? {
    let onTheWay = mounts.filter { Self.holds($0.point, path) }
    let numbers = Set(onTheWay.map(\.id))
    // The first step has no place to start from: its parent lies outside of what this process sees.
    guard var current = nearest(onTheWay.filter { !numbers.contains($0.parent) || $0.parent == $0.id })
    else { return nil }
    var visited: Set<Int> = [current.id]
    while let next = nearest(onTheWay.filter { $0.parent == current.id && !visited.contains($0.id) }) {
      visited.insert(next.id)
      current = next
    }
    return current
  }

  /// Of mounts along a way the one that the way comes to first; the latest of those at the same place.
  private func nearest(_ mounts: [Mount]) -> Mount? {
    mounts.reduce(nil) { best, mount in
      guard let best else { return mount }
      return mount.point.utf8.count <= best.point.utf8.count ? mount : best
    }
  }

  private static func holds(_ point: String, _ path: String) -> Bool {
    point == "/" || path == point || path.hasPrefix(point + "/")
  }
}
