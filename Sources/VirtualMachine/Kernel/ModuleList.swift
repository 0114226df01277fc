internal import Platform

/// Which module needs which, from `modules.dep` and `modules.builtin`.
struct ModuleList: Sendable {
  /// Paths below the modules' directory, by name (`virtio_blk`).
  private var paths: [String: String] = [:]
  private var needs: [String: [String]] = [:]
  private var builtIn: Set<String> = []

  /// Reads the two texts.
  ///
  ///     kernel/fs/ext4/ext4.ko: kernel/fs/jbd2/jbd2.ko kernel/lib/crc16.ko
  ///
  /// - Throws: `TwinError` of kind `preparation` for a line without a colon, with its number.
  init(dependencies: String, builtIn: String) throws(TwinError) {
    for (index, line) in dependencies.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.trimmingSpace().isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else {
        throw TwinError(.preparation, "modules.dep:\(index + 1): no colon after the module in '\(line)'")
      }
      let path = parts[0].trimmingSpace()
      paths[Self.name(of: path)] = path
      needs[path] = parts[1].split(whereSeparator: \.isWhitespace).map(String.init)
    }
    self.builtIn = Set(builtIn.split(separator: "\n").map { Self.name(of: String($0)) })
  }

  /// The files of these modules and of all that they need, in an order in which each can be loaded.
  ///
  /// Modules that are built into the kernel are left out.
  ///
  /// - Throws: `TwinError` of kind `preparation` when the kernel has no such module, or modules need each other.
  func order(_ names: [String]) throws(TwinError) -> [String] {
    var done: [String] = []
    for name in names.map({ Self.name(of: $0) }) {
      if let path = paths[name] {
        try add(path, to: &done, below: [])
      } else if !builtIn.contains(name) {
        throw TwinError(.preparation, "the kernel has no module \(name); choose another with --kernel")
      }
    }
    return done
  }

  private func add(_ path: String, to done: inout [String], below: [String]) throws(TwinError) {
    if done.contains(path) { return }
    if below.contains(path) {
      throw TwinError(.preparation, "modules.dep: \((below + [path]).joined(separator: " needs "))")
    }
    for needed in needs[path] ?? [] { try add(needed, to: &done, below: below + [path]) }
    done.append(path)
  }

  /// `virtio_blk` for `kernel/drivers/block/virtio-blk.ko.xz`: the kernel takes both dashes for one.
  static func name(of path: String) -> String {
    let file = path.split(separator: "/").last ?? ""
    let stem = file.split(separator: ".").first ?? ""
    return String(stem.map { $0 == "-" ? "_" : $0 })
  }
}
