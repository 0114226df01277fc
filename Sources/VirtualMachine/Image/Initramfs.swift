internal import Platform

/// A program of ours to put into the guest.
public struct GuestProgram: Sendable, Equatable {
  /// Its file here.
  public let path: String
  /// Its file there: `/usr/bin/assay`.
  public let pathInGuest: String

  /// A program; in the guest it stands in `/usr/bin` under the same name unless told otherwise.
  public init(path: String, pathInGuest: String? = nil) {
    self.path = path
    self.pathInGuest = pathInGuest ?? "/usr/bin/\(path.split(separator: "/").last ?? "program")"
  }
}

/// Puts the guest's first file system together.
struct Initramfs {
  /// The modules that a twin needs; ext4 is built into most kernels.
  static let modules = ["virtio_pci", "virtio_blk", "virtio_console", "ext4"]
  private static let directories = [
    "dev", "proc", "sys", "run", "tmp", "root", "etc", "usr/bin", "usr/sbin", "sbin", "var/lib/assay",
  ]

  /// The archive's bytes.
  ///
  /// - Parameters:
  ///   - programs: each with the libraries that it needs.
  ///   - files: further files by their path in the guest: profiles, catalogs.
  static func build(
    kernel: Kernel, programs: [GuestProgram], files: [String: [UInt8]]
  ) async throws -> [UInt8] {
    var archive = NewcArchive()
    for directory in directories { archive.addDirectory(directory) }
    archive.addCharacterDevice("dev/console", major: 5, minor: 1)
    archive.addCharacterDevice("dev/null", major: 1, minor: 3, mode: 0o666)
    try await addBusybox(to: &archive)

    var paths: [String] = []
    for file in try modulePaths(of: kernel) {
      let path = "/lib/modules/\(file.split(separator: "/").last ?? "")"
      try archive.addFile(path, try Files.bytes("\(kernel.modules)/\(file)"))
      paths.append(path)
    }
    try archive.addFile("init", Array(GuestInit.script(modules: paths).utf8), mode: 0o755)

    var libraries: Set<String> = []
    for program in programs {
      try archive.addFile(program.pathInGuest, try Files.bytes(program.path), mode: 0o755)
      libraries.formUnion(try await SharedLibraries.of(program.path))
    }
    for library in libraries.sorted() {
      try archive.addFile(library, try Files.bytes(library), mode: 0o755)
    }
    for (path, bytes) in files.sorted(by: { $0.key < $1.key }) { try archive.addFile(path, bytes) }
    return archive.bytes
  }

  private static func modulePaths(of kernel: Kernel) throws -> [String] {
    try ModuleList(
      dependencies: Files.text("\(kernel.modules)/modules.dep"),
      builtIn: Files.text("\(kernel.modules)/modules.builtin")
    ).order(modules)
  }

  /// busybox, with a link for each of its commands.
  private static func addBusybox(to archive: inout NewcArchive) async throws {
    let busybox = try HelperProgram("busybox", package: "busybox-static")
    if try await !SharedLibraries.of(busybox.path).isEmpty {
      throw TwinError(
        .missing, "\(busybox.path) is not static; install the static one: apt-get install busybox-static")
    }
    try archive.addFile("bin/busybox", try Files.bytes(busybox.path), mode: 0o755)
    let commands = try await busybox.check("list the commands of busybox", ["--list"])
    for command in commands.split(separator: "\n") where command != "busybox" {
      archive.addLink("bin/\(command)", to: "busybox")
    }
  }
}
