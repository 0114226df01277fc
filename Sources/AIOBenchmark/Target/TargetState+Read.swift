internal import Glibc
internal import Host
internal import Platform

extension TargetState {
  /// Looks at a path on this machine. Nothing is changed, and nothing waits: not for a pipe's other end either.
  public static func read(path: String) -> TargetState {
    let status: FileStatus
    do {
      status = try FileStatus(of: path)
    } catch {
      let isGone = error.code == ENOENT || error.code == ENOTDIR
      var state = TargetState(path: path, thing: isGone ? .missing : .unreachable(cause: error.cause))
      state.linkTarget = linkTarget(of: path)
      return state
    }
    let facts = StorageFacts.read(path: path, root: .live)
    var state = TargetState(path: path, thing: thing(status, path: path, facts: facts))
    state.linkTarget = linkTarget(of: path)
    state.identity = status.identity
    state.readObstacle = obstacle(.read, path)
    state.writeObstacle = obstacle(.write, path)
    if status.kind == .blockDevice {
      // The permissions of the node say nothing of a device that was set read-only.
      if facts.device?.isReadOnly == true { state.writeObstacle = "the device is read-only" }
      state.supportsDirect = true
    } else {
      state.fileSystem = facts.mount?.fileSystem
      state.freeBytes = try? Files.freeBytes(at: path)
      state.supportsDirect = supportsDirect(path, fileSystem: state.fileSystem)
    }
    if status.kind == .file { state.fileUse = fileUse(status.identity) }
    state.logicalBlockBytes = logicalBlockBytes(path, status: status, facts: facts)
    return state
  }

  private static func thing(_ status: FileStatus, path: String, facts: StorageFacts) -> Thing {
    switch status.kind {
    case .file: .file(bytes: status.bytes)
    case .directory: .directory
    case .blockDevice:
      .blockDevice(
        bytes: facts.device?.bytes ?? 0,
        use: facts.device.map { BlockDeviceUse.read($0, path: path, root: .live) }
          ?? BlockDeviceUse(reasons: [.notReadable(cause: "/sys tells nothing of it")]))
    case .pipe: .other("a pipe")
    case .socket: .other("a socket")
    case .characterDevice: .other("a character device")
    case .link, .unknown: .other("of an unknown kind")
    }
  }

  private static func linkTarget(of path: String) -> String? {
    guard let status = try? FileStatus(of: path, followingLinks: false), status.kind == .link else {
      return nil
    }
    return (try? Files.resolved(path)) ?? "nowhere"
  }

  private static func obstacle(_ access: Files.Access, _ path: String) -> String? {
    do {
      try Files.check(access, of: path)
      return nil
    } catch {
      return error.cause
    }
  }

  /// Files in memory have no device to pass the cache by to. Since Linux 6.6 tmpfs takes O_DIRECT all the same.
  private static let inMemory: Set<String> = ["tmpfs", "ramfs", "rootfs", "hugetlbfs", "devtmpfs"]

  private static func supportsDirect(_ path: String, fileSystem: String?) -> Bool? {
    if let fileSystem, inMemory.contains(fileSystem) { return false }
    // Of a directory the kernel tells nothing: only a file in it can be asked.
    return (try? Files.directAlignment(of: path)).flatMap(\.self).map { $0.offsetBytes > 0 }
  }

  /// What the kernel demands of direct I/O, else what the devices have.
  private static func logicalBlockBytes(_ path: String, status: FileStatus, facts: StorageFacts) -> Int? {
    let told = (try? Files.directAlignment(of: path)).flatMap(\.self)?.offsetBytes ?? 0
    return told > 0 ? told : facts.device?.logicalBlockBytes
  }

  private static func fileUse(_ identity: FileStatus.Identity) -> String? {
    func isThis(_ path: String) -> Bool { (try? FileStatus(of: path))?.identity == identity }
    if SwapTable.paths(root: .live).contains(where: isThis) { return "is swap space in use" }
    return LoopDevices.backingFiles(root: .live).first { isThis($0.path) }.map {
      "is presented by \($0.name)"
    }
  }
}
