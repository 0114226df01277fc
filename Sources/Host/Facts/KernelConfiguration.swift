/// The options of a kernel's build that change what is measured.
enum KernelConfiguration {
  /// Names without `CONFIG_`.
  private static let wanted: Set<Substring> = [
    // When the kernel switches, and how often it is interrupted.
    "HZ", "PREEMPT_NONE", "PREEMPT_VOLUNTARY", "PREEMPT", "PREEMPT_LAZY", "PREEMPT_RT", "PREEMPT_DYNAMIC",
    "NO_HZ_FULL", "RCU_NOCB_CPU", "RCU_LAZY", "SCHED_CORE", "SCHED_AUTOGROUP", "SCHED_CLASS_EXT",
    "VIRT_CPU_ACCOUNTING_GEN",
    // Memory.
    "NUMA_BALANCING", "TRANSPARENT_HUGEPAGE", "LRU_GEN_ENABLED", "PER_VMA_LOCK", "KSM", "CPUSETS", "PSI",
    "INIT_ON_ALLOC_DEFAULT_ON", "INIT_ON_FREE_DEFAULT_ON", "SHUFFLE_PAGE_ALLOCATOR", "ZSWAP_DEFAULT_ON",
    // Hardening that every system call or copy pays for.
    "CPU_MITIGATIONS", "HARDENED_USERCOPY", "SLAB_FREELIST_HARDENED", "RANDOMIZE_KSTACK_OFFSET_DEFAULT",
    "FORTIFY_SOURCE", "STACKPROTECTOR_STRONG", "ZERO_CALL_USED_REGS", "CFI_CLANG", "UBSAN", "AUDITSYSCALL",
    "IOMMU_DEFAULT_DMA_STRICT", "SECURITY_SELINUX", "SECURITY_APPARMOR",
    // Checks that no fast kernel has.
    "PROVE_LOCKING", "LOCK_STAT", "DEBUG_LOCK_ALLOC", "DEBUG_PREEMPT", "DEBUG_PAGEALLOC", "SLUB_DEBUG_ON",
    "KASAN",
    "KCSAN", "KFENCE", "DEBUG_ATOMIC_SLEEP", "FUNCTION_TRACER",
  ]

  /// Reads `/boot/config-…` or what lies beside the modules; empty where a system hides both.
  static func read(root: HostRoot, release: String) -> [String: String] {
    guard !release.contains("/"),
      let text = root.text("boot/config-\(release)") ?? root.text("lib/modules/\(release)/config")
    else { return [:] }
    var options: [String: String] = [:]
    for line in text.split(separator: "\n") where line.hasPrefix("CONFIG_") {
      guard let equals = line.firstIndex(of: "=") else { continue }
      let name = line[..<equals].dropFirst(7)
      if wanted.contains(name) { options[String(name)] = String(line[equals...].dropFirst()) }
    }
    return options
  }
}
