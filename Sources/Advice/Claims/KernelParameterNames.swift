extension KernelParameters {
  /// The 966 names that Documentation/admin-guide/kernel-parameters.txt of Linux 6.1.192 describes, with `_` for `-`.
  static let names = Set(
    """
    acpi acpi.debug_layer acpi.debug_level acpi_apic_instance acpi_backlight acpi_enforce_resources
    acpi_force_32bit_fadt_addr acpi_force_table_verification acpi_irq_balance acpi_irq_isa acpi_irq_nobalance
    acpi_irq_pci acpi_mask_gpe acpi_no_auto_serialize acpi_no_memhotplug acpi_no_static_ssdt acpi_no_watchdog
    acpi_os_name acpi_osi acpi_pm_good acpi_rev_override acpi_rsdp acpi_sci acpi_skip_timer_override acpi_sleep
    acpi_use_timer_override acpica_no_return_repair add_efi_memmap agp align_va_addr alignment alloc_snapshot
    allow_mismatched_32bit_el0 ALSA amd_iommu amd_iommu_dump amd_iommu_intr amd_pstate amijoy.map analog.map apc
    apic apic_extnmi apm apparmor arcrimi arm64.nobti arm64.nomte arm64.nopauth arm64.nosme arm64.nosve ataflop
    atarimouse atkbd.extra atkbd.reset atkbd.scroll atkbd.set atkbd.softraw atkbd.softrepeat audit
    audit_backlog_limit autoconf bau baycom_epp baycom_par baycom_ser_fdx baycom_ser_hdx bert_disable bgrt_disable
    blkdevparts boot_delay bootconfig bttv.card bttv.pll bttv.radio bttv.tuner bulk_remove c101 ca_keys cachesize
    carrier_timeout cca ccw_timeout_log cgroup.memory cgroup_disable cgroup_no_v1 checkreqprot cio_ignore clearcpuid
    clk_ignore_unused clock clocksource clocksource.arm_arch_timer.evtstrm clocksource.verify_n_cpus
    clocksource_wdtest.holdoff cma cma_pernuma cmo_free_hint coherent_pool com20020 com90io com90xx condev conmode
    console console_msg_format consoleblank coredump_filter coresight_cpu_debug.enable cpcihp_generic cpu0_hotplug
    cpu_init_udelay cpufreq.default_governor cpufreq.off cpuidle.governor cpuidle.off crash_kexec_post_notifiers
    crashkernel cryptomgr.notests cs89x0_dma cs89x0_media csdlock_debug dasd db9.dev debug debug_boot_weak_hash
    debug_guardpage_minorder debug_locks_verbose debug_objects debug_pagealloc debugfs debugpat default_hugepagesz
    deferred_probe_timeout delayacct dell_smm_hwmon.fan_max dell_smm_hwmon.fan_mult dell_smm_hwmon.force
    dell_smm_hwmon.ignore_dmi dell_smm_hwmon.power_status dell_smm_hwmon.restricted dfltcc dhash_entries
    dis_ucode_ldr disable disable_1tb_segments disable_cpu_apicid disable_ddw disable_ipv6 disable_mtrr_cleanup
    disable_mtrr_trim disable_radix disable_timer_pin_1 disable_tlbie dma_debug dma_debug_driver dma_debug_entries
    driver_async_probe drm.edid_firmware dscc4.setup dt_cpu_ftrs dump_apple_properties dyndbg early_ioremap_debug
    early_page_ext earlycon earlyprintk edac_report edd efi efi_fake_mem efi_no_storage_paranoia efivar_ssdt
    eisa_irq_edge ekgdboc elanfreq elfcorehdr enable_mtrr_cleanup enable_timer_pin_1 enforcing erst_disable ether
    evm fail_make_request fail_page_alloc fail_usercopy failslab fb_tunnels floppy force_pal_cache_flush forcepae
    ftrace ftrace_boot_snapshot ftrace_dump_on_oops ftrace_filter ftrace_graph_filter ftrace_graph_max_depth
    ftrace_graph_notrace ftrace_notrace fw_devlink fw_devlink.strict gamecon.map gamma gart_fix_e820
    gather_data_sampling gcov_persist goldfish gpio_mockup.gpio_mockup_named_lines gpio_mockup.gpio_mockup_ranges
    gpt grcan.enable0 grcan.enable1 grcan.rxsize grcan.select grcan.txsize hardened_usercopy
    hardlockup_all_cpu_backtrace hashdist hcl hd hest_disable hibernate highmem highres hlt hostname hpet hpet_mmap
    hugepages hugepagesz hugetlb_cma hugetlb_free_vmemmap hung_task_panic hv_nopvspin hvc_iucv hvc_iucv_allow
    i2c_bus i8042.debug i8042.direct i8042.dumbkbd i8042.kbdreset i8042.noaux i8042.nokbd i8042.noloop i8042.nomux
    i8042.nopnp i8042.notimeout i8042.probe_defer i8042.reset i8042.unlock i8042.unmask_kbd_data i810
    i915.invert_brightness icn idle idxd.sva idxd.tc_override ieee754 ignore_loglevel ignore_rlimit_data
    ihash_entries ima.ahash_bufsize ima.ahash_minsize ima_appraise ima_appraise_tcb ima_canonical_fmt ima_hash
    ima_policy ima_tcb ima_template ima_template_fmt indirect_target_selection init init_on_alloc init_on_free
    init_pkru initcall_blacklist initcall_debug initramfs_async initramfs_options initrd initrdmem inport.irq
    int_pln_enable integrity_audit intel_idle.max_cstate intel_iommu intel_pstate intremap io7 io_delay iomem iommu
    iommu.forcedac iommu.passthrough iommu.strict ip ipcmni_extend irqaffinity irqchip.gicv2_force_probe
    irqchip.gicv3_nolpi irqchip.gicv3_pseudo_nmi irqfixup irqpoll isapnp isolcpus iucv ivrs_acpihid ivrs_hpet
    ivrs_ioapic js kasan_multi_shot keep_bootcon keepinitrd kernelcore kgdbdbgp kgdboc kgdboc_earlycon kgdbwait kmac
    kmemleak kprobe_event kpti kunit.enable kvm.eager_page_split kvm.enable_vmware_backdoor kvm.ignore_msrs
    kvm.nx_huge_pages kvm.nx_huge_pages_recovery_period_ms kvm.nx_huge_pages_recovery_ratio kvm_amd.nested
    kvm_amd.npt kvm_arm.mode kvm_arm.vgic_v3_common_trap kvm_arm.vgic_v3_group0_trap kvm_arm.vgic_v3_group1_trap
    kvm_arm.vgic_v4_enable kvm_cma_resv_ratio kvm_intel.emulate_invalid_guest_state kvm_intel.ept
    kvm_intel.flexpriority kvm_intel.nested kvm_intel.unrestricted_guest kvm_intel.vmentry_l1d_flush kvm_intel.vpid
    l1d_flush l1tf l2cr l3cr lapic lapic_timer_c2_ok libata.dma libata.force libata.ignore_hpa libata.noacpi
    load_ramdisk lockd.nlm_grace_period lockd.nlm_tcpport lockd.nlm_timeout lockd.nlm_udpport lockdown
    locktorture.nreaders_stress locktorture.nwriters_stress locktorture.onoff_holdoff locktorture.onoff_interval
    locktorture.shuffle_interval locktorture.shutdown_secs locktorture.stat_interval locktorture.stutter
    locktorture.torture_type locktorture.verbose log_buf_len logibm.irq loglevel logo.nologo lp lpj lsm lsm.debug
    ltpc machtype machvec max_addr max_loop maxcpus mce md mdacon mds mem mem_encrypt mem_sleep_default memblock
    memchunk memhp_default_state memmap memory_corruption_check memory_corruption_check_period
    memory_corruption_check_size memory_hotplug.memmap_on_memory memtest mfgpt_irq mfgptfix mga min_addr mini2440
    mitigations mminit_loglevel mmio_stale_data module.async_probe module.sig_enforce module_blacklist
    mousedev.tap_time mousedev.xres mousedev.yres movable_node movablecore MTD_Partition MTD_Region mtdparts mtdset
    mtouchusb.raw_coordinates mtrr_chunk_size mtrr_gran_size mtrr_spare_reg_nr multitce n2 netdev
    netpoll.carrier_timeout nf_conntrack.acct nfs.cache_getent nfs.cache_getent_timeout nfs.callback_nr_threads
    nfs.callback_tcpport nfs.enable_ino64 nfs.idmap_cache_timeout nfs.max_session_cb_slots nfs.max_session_slots
    nfs.nfs4_disable_idmapping nfs.nfs4_unique_id nfs.recover_lost_locks nfs.send_implementation_id
    nfs4.layoutstats_timer nfsaddrs nfsd.inter_copy_offload_enable nfsd.nfs4_disable_idmapping
    nfsd.nfsd4_ssc_umount_timeout nfsroot nfsrootdebug nmi_backtrace.backtrace_idle nmi_debug nmi_watchdog no387
    no5lvl no_console_suspend no_debug_objects no_entry_flush no_file_caps no_hash_pointers no_kvmapf no_kvmclock
    no_scroll no_steal_acc no_timer_check no_uaccess_flush no_vmw_sched_clock noaliencache noalign noaltinstr noapic
    noautogroup nocache nodsp noefi noexec noexec32 nofpu nofsgsbase nofxsr nohalt nohibernate nohlt nohugeiomap
    nohugevmalloc nohz nohz_full noinitrd nointremap nointroute noinvpcid noiotrap noirqdebug noisapnp nojitter
    nokaslr nolapic nolapic_timer nomca nomce nomfgpt nomodeset nomodule nonmi_ipi nopat nopcid nopku nopti nopv
    nopvspin norandmaps noreplace_smp noresume nosbagart nosgx nosmap nosmep nosmp nosmt nosoftlockup
    nospec_store_bypass_disable nospectre_bhb nospectre_v1 nospectre_v2 nosync novmcoredd nowatchdog nowb nox2apic
    noxsave noxsaveopt noxsaves nps_mtm_hs_ctr nptcg nr_cpus nr_uarts numa numa_balancing numa_zonelist_order
    ohci1394_dma olpc_ec_timeout omap_mux onenand.bdry oops page_alloc.shuffle page_owner page_poison
    page_reporting.page_reporting_order panic panic_on_taint panic_on_warn panic_print parkbd.mode parkbd.port
    parport parport_init_mode pata_legacy.all pata_legacy.autospeed pata_legacy.ht6560a pata_legacy.ht6560b
    pata_legacy.iordy_mask pata_legacy.opti82c46x pata_legacy.opti82c611a pata_legacy.pio_mask pata_legacy.probe_all
    pata_legacy.probe_mask pata_legacy.qdi pata_legacy.winbond pata_platform.pio_mask pause_on_oops pcbit pcd. pci
    pcie_aspm pcie_pme pcie_port_pm pcie_ports pcmv pd. pd_ignore_unused pdcchassis percpu_alloc pf. pg. pirq plip
    pm_debug_messages pmtmr pmu_override pnp.debug pnp_reserve_dma pnp_reserve_io pnp_reserve_irq pnp_reserve_mem
    pnpacpi pnpbios ports powersave ppc_strict_facility_enable ppc_tm preempt print_fatal_signals
    printk.always_kmsg_dump printk.console_no_auto_verbose printk.devkmsg printk.time proc_mem.force_override
    processor.max_cstate processor.nocst profile prompt_ramdisk prot_virt psi psmouse.proto psmouse.rate
    psmouse.resetafter psmouse.resolution psmouse.smartscroll pstore.backend pt. pti pty.legacy_count quiet r128
    radix_hcall_invalidate raid ramdisk_size ramdisk_start random.trust_bootloader random.trust_cpu
    randomize_kstack_offset ras rcu_nocb_poll rcu_nocbs rcupdate.rcu_cpu_stall_ftrace_dump
    rcupdate.rcu_cpu_stall_suppress rcupdate.rcu_cpu_stall_suppress_at_boot rcupdate.rcu_cpu_stall_timeout
    rcupdate.rcu_exp_cpu_stall_timeout rcupdate.rcu_expedited rcupdate.rcu_normal rcupdate.rcu_normal_after_boot
    rcupdate.rcu_self_test rcupdate.rcu_task_collapse_lim rcupdate.rcu_task_contend_lim
    rcupdate.rcu_task_enqueue_lim rcupdate.rcu_task_ipi_delay rcupdate.rcu_task_stall_info
    rcupdate.rcu_task_stall_info_mult rcupdate.rcu_task_stall_timeout rcuscale.gp_async rcuscale.gp_async_max
    rcuscale.gp_exp rcuscale.holdoff rcuscale.kfree_alloc_num rcuscale.kfree_loops rcuscale.kfree_nthreads
    rcuscale.kfree_rcu_test rcuscale.kfree_rcu_test_double rcuscale.kfree_rcu_test_single rcuscale.nreaders
    rcuscale.nwriters rcuscale.perf_type rcuscale.shutdown rcuscale.verbose rcuscale.writer_holdoff
    rcutorture.fqs_duration rcutorture.fqs_holdoff rcutorture.fqs_stutter rcutorture.fwd_progress
    rcutorture.fwd_progress_div rcutorture.fwd_progress_holdoff rcutorture.fwd_progress_need_resched
    rcutorture.gp_cond rcutorture.gp_exp rcutorture.gp_normal rcutorture.gp_sync rcutorture.irqreader
    rcutorture.leakpointer rcutorture.n_barrier_cbs rcutorture.nfakewriters rcutorture.nocbs_nthreads
    rcutorture.nocbs_toggle rcutorture.nreaders rcutorture.object_debug rcutorture.onoff_holdoff
    rcutorture.onoff_interval rcutorture.read_exit rcutorture.read_exit_burst rcutorture.read_exit_delay
    rcutorture.shuffle_interval rcutorture.shutdown_secs rcutorture.stall_cpu rcutorture.stall_cpu_block
    rcutorture.stall_cpu_holdoff rcutorture.stall_cpu_irqsoff rcutorture.stall_gp_kthread rcutorture.stat_interval
    rcutorture.stutter rcutorture.test_boost rcutorture.test_boost_duration rcutorture.test_boost_interval
    rcutorture.test_no_idle_hz rcutorture.torture_type rcutorture.verbose rcutree.blimit rcutree.dump_tree
    rcutree.gp_cleanup_delay rcutree.gp_init_delay rcutree.gp_preinit_delay rcutree.jiffies_till_first_fqs
    rcutree.jiffies_till_next_fqs rcutree.jiffies_till_sched_qs rcutree.kthread_prio
    rcutree.nocb_nobypass_lim_per_jiffy rcutree.qhimark rcutree.qlowmark rcutree.qovld
    rcutree.rcu_delay_page_cache_fill_msec rcutree.rcu_divisor rcutree.rcu_fanout_exact rcutree.rcu_fanout_leaf
    rcutree.rcu_kick_kthreads rcutree.rcu_min_cached_objs rcutree.rcu_nocb_gp_stride rcutree.rcu_unlock_delay
    rcutree.sysrq_rcu rcutree.use_softirq rdinit rdrand rdt reboot refscale.holdoff refscale.loops refscale.nreaders
    refscale.nruns refscale.readdelay refscale.scale_type refscale.shutdown refscale.verbose
    refscale.verbose_batched reg_file_data_sampling relax_domain_level reserve reservetop reset_devices resume
    resume_offset resumedelay resumewait retain_initrd retbleed rfkill.default_state rfkill.master_switch_mode
    rhash_entries ring3mwait ro rockchip.usb_uart rodata root rootdelay rootflags rootfstype rootwait rproc_mem rw S
    s390_iommu s390_iommu_aperture sa1100ir scftorture.holdoff scftorture.longwait scftorture.nthreads
    scftorture.onoff_holdoff scftorture.onoff_interval scftorture.shutdown_secs scftorture.stat_interval
    scftorture.stutter_cpus scftorture.use_cpus_read_lock scftorture.verbose scftorture.weight_all
    scftorture.weight_all_wait scftorture.weight_many scftorture.weight_many_wait scftorture.weight_single
    scftorture.weight_single_wait sched_thermal_decay_shift sched_verbose schedstats security selinux serialnumber
    sev shapers show_lapic simeth simscsi skew_tick slab_max_order slab_merge slab_nomerge slram slub_debug
    slub_max_order slub_merge slub_min_objects slub_min_order slub_nomerge smart2 smp.csd_lock_timeout
    smp.panic_on_ipistall smsc_ircc2.ircc_cfg smsc_ircc2.ircc_dma smsc_ircc2.ircc_fir smsc_ircc2.ircc_irq
    smsc_ircc2.ircc_sir smsc_ircc2.ircc_transceiver smsc_ircc2.nopnp smt softlockup_all_cpu_backtrace
    softlockup_panic spec_rstack_overflow spec_store_bypass_disable spectre_bhi spectre_v2 spectre_v2_user
    spia_fio_base spia_io_base spia_peddr spia_pedr split_lock_detect srbds srcutree.big_cpu_lim
    srcutree.convert_to_big srcutree.counter_wrap_check srcutree.exp_holdoff srcutree.small_contention_lim
    srcutree.srcu_max_nodelay srcutree.srcu_max_nodelay_phase srcutree.srcu_retry_check_delay ssbd
    stack_depot_disable stack_guard_gap stacktrace stacktrace_filter sti sti_font stifb stress_slb
    sunrpc.max_resvport sunrpc.min_resvport sunrpc.pool_mode sunrpc.svc_rpc_per_connection_limit
    sunrpc.tcp_slot_table_entries sunrpc.udp_slot_table_entries suspend.pm_test_delay svm swiotlb switches
    syscall.x32 sysfs.deprecated sysrq_always_enabled tcpmhash_entries tdfx test_suspend thash_entries thermal.act
    thermal.crt thermal.off thermal.psv thermal.tzp threadirqs topology topology_updates
    torture.disable_onoff_at_boot torture.ftrace_dump_at_shutdown torture.verbose_sleep_duration
    torture.verbose_sleep_frequency tp720 tp_printk tp_printk_stop_on_boot tpm_suspend_pcr trace_buf_size
    trace_clock trace_event trace_options traceoff_on_warning transparent_hugepage trusted.rng trusted.source tsa
    tsc tsc_early_khz tsx tsx_async_abort turbografx.map udbg_immortal uhash_entries uhci_hcd.ignore_oc
    unknown_nmi_panic usb_storage.delay_use usb_storage.quirks usbcore.authorized_default usbcore.autosuspend
    usbcore.blinkenlights usbcore.initial_descriptor_timeout usbcore.nousb usbcore.old_scheme_first usbcore.quirks
    usbcore.usbfs_memory_mb usbcore.usbfs_snoop usbcore.usbfs_snoop_max usbcore.use_both_schemes usbhid.jspoll
    usbhid.kbpoll usbhid.mousepoll user_debug userpte vdso vdso32 vector vga video video.brightness_switch_enabled
    virtio_mmio.device vm_debug vmalloc vmcp_cma vmhalt vmpanic vmpoff vmscape vsyscall vt.color vt.cur_default
    vt.default_blu vt.default_grn vt.default_red vt.default_utf8 vt.global_cursor_default vt.italic vt.underline
    watchdog watchdog_thresh workqueue.debug_force_rr_cpu workqueue.disable_numa workqueue.power_efficient
    workqueue.watchdog_thresh x2apic_phys xen.balloon_boot_timeout xen.event_eoi_delay xen.event_loop_timeout
    xen.fifo_events xen_512gb_limit xen_emul_unplug xen_legacy_crash xen_msr_safe xen_no_vector_callback xen_nopv
    xen_nopvspin xen_scrub_pages xen_timer_slop xhci_hcd.quirks xirc2ps_cs xive xive.store_eoi xmon
    """.split(whereSeparator: \.isWhitespace).map(String.init))
}
