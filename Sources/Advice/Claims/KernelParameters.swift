/// Names that Linux takes on its command line (Documentation/admin-guide/kernel-parameters.txt): the common ones and those
/// of x86 virtualisation hosts. The list is not complete; parameters of modules are looked up on the host.
enum KernelParameters {
  /// What is known of a word.
  enum Standing: Equatable {
    /// A parameter.
    case documented
    /// It was one, and does nothing now; why.
    case gone(String)
    /// None.
    case unknown
  }

  /// What is known of the name of a word, the part before `=`; dots and dashes as the kernel takes them.
  static func standing(of name: String) -> Standing {
    let plain = name.replacing("-", with: "_")
    if let reason = gone[plain] { return .gone(reason) }
    return documented.contains(plain) ? .documented : .unknown
  }

  private static let gone = [
    "elevator": "without effect since Linux 5.0, where each device has its own: /sys/block/*/queue/scheduler",
    "nohpet": "no parameter of Linux; the one that there is is hpet=disable",
    "idle_cpu": "no parameter of Linux",
    "dom0_mem": "an option of the Xen hypervisor, not of Linux",
    "dom0": "an option of the Xen hypervisor, not of Linux",
    "dom0_max_vcpus": "an option of the Xen hypervisor, not of Linux",
    "dom0_vcpus_pin": "an option of the Xen hypervisor, not of Linux",
    "pti_off": "no parameter of Linux; the one that there is is pti=off",
  ]

  private static let documented: Set<String> = Set(
    """
    acpi acpi_osi acpi_enforce_resources acpi_irq_balance acpi_rsdp acpi_sleep add_efi_memmap amd_iommu amd_pstate
    amd_iommu_intr apic apparmor audit audit_backlog_limit baud bgrt_disable blkdevparts boot_delay cgroup.memory
    cgroup_disable cgroup_no_v1 clearcpuid clocksource cma console coredump_filter cpu0_hotplug cpufreq.default_governor
    cpufreq.off cpuidle.governor cpuidle.off cpu_init_udelay cpuset crashkernel debug debug_boot_weak_hash debugfs
    default_hugepagesz delayacct disable_ipv6 disable_mtrr_cleanup dma_debug dyndbg earlycon earlyprintk edd efi
    enforcing fips floppy fstack_depth ftrace gather_data_sampling gpt hardlockup_panic hashdist hest_disable highres hlt
    hpet hugepages hugepagesz hugetlb_cma hugetlb_free_vmemmap hung_task_panic ia32_emulation idle idxd.sva ima_policy
    init initcall_debug initramfs_async initrd intel_idle.max_cstate intel_iommu intel_pstate intremap io_delay iommu
    iommu.forcedac iommu.passthrough iommu.strict ip irqaffinity irqchip.gicv3_nolpi irqfixup irqpoll isolcpus
    kasan kgdboc kmemleak kpti kunit.enable kvm.enable_vmware_backdoor kvm.eager_page_split kvm.halt_poll_ns
    kvm.ignore_msrs kvm.mmio_fault kvm.nx_huge_pages kvm.tdp_mmu kvm_amd.nested kvm_amd.npt kvm_intel.ept
    kvm_intel.nested kvm_intel.ple_gap kvm_intel.ple_window kvm_intel.vmentry_l1d_flush kvm_intel.vpid l1d_flush l1tf
    lapic libata.force load_ramdisk log_buf_len loglevel lockdown lpj lsm maxcpus max_loop mce mds mem mem_encrypt
    mem_sleep_default memblock memhp_default_state memmap memory_corruption_check memtest min_addr mitigations
    mminit_loglevel mmio_stale_data module.sig_enforce module_blacklist movablecore movable_node mtrr_chunk_size
    nmi_watchdog no_console_suspend no_timer_check no5lvl noapic noautogroup nocache nohalt nohibernate nohlt nohugeiomap
    nohz nohz_full noibrs noinitrd nointremap noinvpcid nokaslr nokprobe nolapic nomce nomodeset nomodule nonmi_ipi
    nopat nopcid nopv nopvspin noreplace_smp noresume norandmaps nosgx nosmap nosmep nosmp nosmt nosoftlockup
    nospec_store_bypass_disable nospectre_v1 nospectre_v2 notsc nousb nowatchdog nowb nox2apic noxsave nr_cpus nr_uarts
    numa numa_balancing numa_zonelist_order nvme_core.default_ps_max_latency_us nvme_core.multipath oops page_alloc.shuffle
    page_owner page_poison panic panic_on_oops panic_on_warn pause_on_oops pci pcie_acs_override pcie_aspm pcie_ports
    percpu_alloc perf_v4_pmi possible_cpus preempt print_fatal_signals printk.devkmsg printk.time processor.max_cstate
    processor.nocst profile psi pti quiet random.trust_cpu random.trust_bootloader ramdisk_size rcu_nocb_poll rcu_nocbs
    rcupdate.rcu_expedited rcupdate.rcu_normal rcutree.kthread_prio rcutree.use_softirq reboot relax_domain_level reserve
    reset_devices resume retain_initrd retbleed rhash_entries ro rodata root rootdelay rootflags rootfstype rootwait rw
    sched_verbose schedstats security selinux show_lapic single skew_tick slab_nomerge slub_debug smt softlockup_panic
    spec_rstack_overflow spec_store_bypass_disable spectre_bhi spectre_v2 spectre_v2_user split_lock_detect srbds
    swapaccount swiotlb sysrq_always_enabled tcpmhash_entries threadirqs thp_anon topology_updates tp_printk trace_event
    transparent_hugepage tsc tsc_early_khz tsx tsx_async_abort udbg_immortal unknown_nmi_panic usbcore.autosuspend vdso
    vector vfio_iommu_type1.allow_unsafe_interrupts vga vmalloc vmscan_fs vsyscall watchdog_thresh workqueue.power_efficient
    workqueue.unbound_cpus x2apic_phys xen_nopv zswap.enabled zswap.compressor zswap.max_pool_percent zswap.zpool
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
