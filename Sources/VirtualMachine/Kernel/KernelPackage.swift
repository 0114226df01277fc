internal import Platform

/// The files of an unpacked kernel package.
struct KernelPackage: Sendable {
  /// The directory that it was unpacked into.
  let tree: String

  /// Where packages have kept their modules: before and after the merged /usr.
  private static let moduleFolders = ["lib/modules", "usr/lib/modules"]

  /// Makes what installing the package would: `modules.dep`; and the kernel without its packing, which boots faster.
  func prepare() async throws {
    let (release, modules) = try locate()
    let busybox = try HelperProgram("busybox", package: "busybox-static")
    // depmod looks below lib/modules only.
    let base = modules.hasPrefix("\(tree)/usr/") ? "\(tree)/usr" : tree
    try await busybox.check("list the modules of \(release)", ["depmod", "-b", base, release])
    let packed = "\(tree)/boot/vmlinuz-\(release)"
    if let kernel = try BootImage.unpack(try Files.bytes(packed), path: packed) {
      try Files.replace("\(tree)/boot/vmlinux-\(release)", with: kernel)
    }
  }

  /// The kernel of a prepared package.
  func kernel() throws -> Kernel {
    let (release, modules) = try locate()
    let plain = "\(tree)/boot/vmlinux-\(release)"
    let image = Files.exists(plain) ? plain : "\(tree)/boot/vmlinuz-\(release)"
    guard Files.exists(image), Files.exists("\(modules)/modules.dep") else {
      throw TwinError(.preparation, "\(tree) is incomplete; remove it and let it be made again")
    }
    return Kernel(release: release, image: image, modules: modules)
  }

  private func locate() throws -> (release: String, modules: String) {
    for folder in Self.moduleFolders.map({ "\(tree)/\($0)" }) where Files.exists(folder) {
      let names = try Files.names(in: folder)
      guard let release = names.first, names.count == 1 else { continue }
      return (release, "\(folder)/\(release)")
    }
    throw TwinError(
      .preparation, "\(tree): the package holds no kernel with modules; name a linux-image package")
  }
}
