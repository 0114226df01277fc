internal import Platform

/// Kernels of Debian packages, unpacked and not installed: one directory a package, made whole or not at all.
public struct KernelCache: Sendable {
  /// Debian's package that needs the present cloud kernel.
  static let metaPackage = "linux-image-cloud-amd64"
  private static let downloadLimit: Duration = .seconds(300)

  /// The directory.
  public let directory: String

  /// The cache in a directory; nil for `kernels` in `$XDG_CACHE_HOME/assay`, or `~/.cache/assay`.
  ///
  /// - Throws: `TwinError` of kind `missing` when neither variable names a directory.
  public init(directory: String? = nil) throws(TwinError) {
    if let directory {
      self.directory = directory
    } else {
      self.directory = try Self.usual(
        cache: Console.environment("XDG_CACHE_HOME"), home: Console.environment("HOME"))
    }
  }

  static func usual(cache: String?, home: String?) throws(TwinError) -> String {
    // A relative XDG_CACHE_HOME counts as unset (XDG Base Directory Specification).
    if let cache, cache.hasPrefix("/") { return "\(cache)/assay/kernels" }
    if let home, home.hasPrefix("/") { return "\(home)/.cache/assay/kernels" }
    throw TwinError(.missing, "no place for kernels: set HOME or XDG_CACHE_HOME to a directory")
  }

  /// The kernel of a source: from the cache, or downloaded and unpacked (27 MB; some seconds).
  public func kernel(_ source: KernelSource = .latest) async throws -> Kernel {
    switch source {
    case .file(let path):
      guard Files.exists(path) else {
        throw TwinError(.badRequest, "--kernel \(path): there is no such file")
      }
      return try await unpacked(path)
    case .package(let name):
      return try await named(name)
    case .latest:
      return try await latest()
    }
  }

  /// What apt says is the present one; without apt, or without its lists, the newest that is unpacked already.
  private func latest() async throws -> Kernel {
    do {
      return try await named(resolve(Self.metaPackage))
    } catch let error as TwinError {
      guard let newest = try present().last else { throw error }
      return try kernel(in: newest)
    }
  }

  /// The package that a meta package needs.
  private func resolve(_ name: String) async throws -> String {
    let apt = try HelperProgram("apt-cache", package: "apt")
    let text = try await apt.check("ask apt for \(name)", ["depends", "--important", name])
    guard let found = Self.dependency(in: text) else {
      throw TwinError(.missing, "apt knows no package \(name); run: apt-get update")
    }
    return found
  }

  /// The first image among the dependencies that `apt-cache depends` prints.
  static func dependency(in text: String) -> String? {
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.count == 2, words[0] == "Depends:", words[1].hasPrefix("linux-image-") {
        return String(words[1])
      }
    }
    return nil
  }

  private func named(_ name: String) async throws -> Kernel {
    if let found = try present().last(where: { $0.hasPrefix("\(name)_") }) { return try kernel(in: found) }
    let apt = try HelperProgram("apt-get", package: "apt")
    return try await withScratch { scratch in
      // As root, apt would download as another user, who may not write here.
      try await apt.check(
        "download the kernel package \(name) (is the network there? else run apt-get update)",
        ["-q", "-o", "APT::Sandbox::User=root", "download", name], in: scratch, within: Self.downloadLimit)
      guard let file = try Files.names(in: scratch).first(where: { $0.hasSuffix(".deb") }) else {
        throw TwinError(.preparation, "apt-get downloaded no package for \(name)")
      }
      return try await unpacked("\(scratch)/\(file)")
    }
  }

  /// Unpacks a package file, unless its package is unpacked already.
  private func unpacked(_ file: String) async throws -> Kernel {
    let dpkg = try HelperProgram("dpkg-deb", package: "dpkg")
    let fields = try await dpkg.check(
      "read the package \(file)", ["--show", "--showformat=${Package}_${Version}_${Architecture}", file])
    let name = String(fields.map { $0 == "/" ? "-" : $0 })
    if try present().contains(name) { return try kernel(in: name) }
    return try await withScratch { scratch in
      let tree = "\(scratch)/tree"
      try await dpkg.check("unpack \(file) into \(scratch)", ["--extract", file, tree])
      try await KernelPackage(tree: tree).prepare()
      // A directory that another process made meanwhile is as good.
      do {
        try Files.move(tree, to: "\(directory)/\(name)")
      } catch {
        if !Files.exists("\(directory)/\(name)") { throw error }
      }
      return try kernel(in: name)
    }
  }

  /// Unpacked packages, the oldest kernel first.
  private func present() throws -> [String] {
    guard Files.exists(directory) else { return [] }
    let names = try Files.entries(in: directory).filter { $0.kind == .directory && !$0.name.hasPrefix(".") }
    return names.map(\.name).sorted(by: Self.isOlder)
  }

  private func kernel(in name: String) throws -> Kernel {
    try KernelPackage(tree: "\(directory)/\(name)").kernel()
  }

  /// Numbers by value, all else by text: 6.1.0-9 stands before 6.1.0-10.
  static func isOlder(_ first: String, than second: String) -> Bool {
    func parts(_ text: String) -> [Int] { text.split { !$0.isNumber }.map { Int($0) ?? 0 } }
    let (one, other) = (parts(first), parts(second))
    return one == other ? first < second : one.lexicographicallyPrecedes(other)
  }

  private static let scratchPrefix = ".part-"

  /// What processes left behind that were killed.
  private func removeLeftovers() throws {
    for name in try Files.names(in: directory) where name.hasPrefix(Self.scratchPrefix) {
      let owner = name.dropFirst(Self.scratchPrefix.count).prefix(while: \.isNumber)
      if !Files.exists("/proc/\(owner)") { try Files.removeTree("\(directory)/\(name)") }
    }
  }

  /// A directory in the cache that is gone afterwards, whatever happens.
  private func withScratch(_ body: (String) async throws -> Kernel) async throws -> Kernel {
    try Files.createDirectories(directory)
    try removeLeftovers()
    let scratch =
      "\(directory)/\(Self.scratchPrefix)\(CurrentProcess.identifier)-\(UInt64.random(in: 0 ... .max))"
    try Files.createDirectory(scratch)
    do {
      let kernel = try await body(scratch)
      try Files.removeTree(scratch)
      return kernel
    } catch {
      // The first failure is the one to tell.
      try? Files.removeTree(scratch)
      throw error
    }
  }
}
