import Foundation
import Platform
import TestSupport

@testable import VirtualMachine

/// What the twins of all tests share: QEMU, the accelerator, and one image.
struct TwinHost: Sendable {
  let qemu: QEMU
  let accelerator: AcceleratorChoice
  let image: TwinImage

  /// Made once: the first use of a kernel downloads and unpacks it.
  static let shared = Task {
    let qemu = try QEMU()
    return TwinHost(
      qemu: qemu, accelerator: try await qemu.chooseAccelerator(),
      image: try await TwinImage(kernel: try await KernelCache().kernel(try source)))
  }

  /// The kernel that `ASSAY_TWIN_KERNEL` names, a package or a file; else Debian's present one.
  private static var source: KernelSource {
    get throws { try Console.environment("ASSAY_TWIN_KERNEL").map { try KernelSource(text: $0) } ?? .latest }
  }

  /// The `assay` that `ASSAY_TWIN_TOOL` names: a release build starts several times faster in a guest. Else the one
  /// that was built beside the test binary.
  static var tool: String {
    if let tool = Console.environment("ASSAY_TWIN_TOOL") { return tool }
    return Program.built("assay")
  }

  /// Whether everything runs that takes minutes.
  static let isFull = Console.environment("ASSAY_TWIN_FULL") == "1"
  static let fullReason = "takes minutes: make twin, or ASSAY_TWIN_FULL=1"

  /// What keeps twins from running here; nil where they run.
  static let missing: String? = {
    let needed = [
      ("qemu-system-x86_64", "qemu-system-x86"), ("busybox", "busybox-static"), ("mke2fs", "e2fsprogs"),
      ("setpriv", "util-linux"), ("dpkg-deb", "dpkg"),
    ]
    for (program, package) in needed {
      do throws(TwinError) {
        _ = try HelperProgram(program, package: package)
      } catch {
        return error.description
      }
    }
    if Console.environment("ASSAY_TWIN_KERNEL") != nil { return nil }
    if let cache = try? KernelCache(), let names = try? Files.names(in: cache.directory),
      names.contains(where: { $0.hasPrefix("linux-image-") })
    {
      return nil
    }
    // The first test downloads one then.
    guard let apt = Program.find("apt-cache"),
      let answer = try? Program.run(apt, ["show", KernelCache.metaPackage]), answer.code == 0
    else { return "no kernel is cached, and apt knows none to download" }
    return nil
  }()
}
