/// What is known of the words on Linux's command line, without a kernel to ask.
enum KernelParameters {
  /// What is known of a word.
  enum Standing: Equatable {
    /// A parameter that the documentation describes.
    case documented
    /// No parameter of Linux, or one that does nothing now; why.
    case idle(String)
    /// Neither: it may be newer than the list, or undocumented.
    case undocumented
  }

  /// What is known of the name of a word, the part before `=`; dots and dashes as the kernel takes them.
  static func standing(of name: String) -> Standing {
    let plain = name.replacing("-", with: "_")
    if let reason = idle[plain] { return .idle(reason) }
    return names.contains(plain) || elsewhere.contains(plain) ? .documented : .undocumented
  }

  /// `elevator`: block/elevator.c warns so since Linux 5.4; the others: xen-command-line.pandoc of Xen.
  private static let idle = [
    "elevator": "without effect since Linux 5.0, where each device has its own: /sys/block/*/queue/scheduler",
    "dom0": "an option of the Xen hypervisor, not of Linux",
    "dom0_mem": "an option of the Xen hypervisor, not of Linux",
    "dom0_max_vcpus": "an option of the Xen hypervisor, not of Linux",
    "dom0_vcpus_pin": "an option of the Xen hypervisor, not of Linux",
  ]

  /// Described in other files: Documentation/arch/x86/x86_64/boot-options.rst, Documentation/admin-guide/mm/zswap.rst.
  private static let elsewhere: Set = [
    "nohpet", "notsc", "noreplace_smp", "zswap.enabled", "zswap.compressor", "zswap.max_pool_percent",
  ]
}
