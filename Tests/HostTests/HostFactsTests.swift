import FoundationEssentials
import Platform
import TestSupport
import Testing

@testable import Host

struct HostFactsTests {
  private static func facts(_ files: [String: String]) throws -> HostFacts {
    let tree = try TemporaryTree(files)
    return HostFacts.read(root: HostRoot(directory: tree.path))
  }

  @Test func nothingReadableIsUnknownAndNeverZero() throws {
    let facts = try Self.facts(["empty": ""])
    #expect(facts.known == [:])
    #expect(facts.mitigations == [:])
    #expect(facts.number(.memoryTotal) == nil)
    #expect(Set(facts.dictionary.values) == ["unknown"])
    #expect(facts.dictionary.count == HostFacts.Name.allCases.count)
  }

  @Test func emptyAndForeignFilesAreUnknown() throws {
    let facts = try Self.facts([
      "proc/meminfo": "MemTotal: lots kB\nMemAvailable: 99999999999999999999 kB\nSwapTotal: 5\n",
      "proc/version": "FreeBSD 14", "proc/sys/kernel/osrelease": "\n", "etc/os-release": "ID=x\n",
      "proc/cpuinfo": "nothing\n",
    ])
    #expect(facts.known == [:])
  }

  @Test func theKernelIsReadFromItsBannerWhereSysctlsAreMissing() throws {
    let facts = try Self.facts([
      "proc/version": "Linux version 6.1.0-13-amd64 (a@b) (gcc 12 (x) #2) #1 SMP PREEMPT Debian 6.1.55-1\n",
      "etc/os-release": "ID=debian\nPRETTY_NAME=\"Debian GNU/Linux 12\"\n",
    ])
    #expect(facts[.kernel] == "6.1.0-13-amd64")
    #expect(facts[.distribution] == "Debian GNU/Linux 12")
  }

  @Test func theChosenValueIsTakenOutOfTheChoice() throws {
    let facts = try Self.facts([
      "sys/kernel/mm/transparent_hugepage/enabled": "always [madvise] never\n",
      "sys/kernel/mm/transparent_hugepage/defrag": "broken [never\n",
    ])
    #expect(facts[.thpEnabled] == "madvise")
    #expect(facts[.thpDefrag] == "broken [never")
  }

  @Test func aHypervisorIsNoneOnlyWhereThatIsKnown() throws {
    func hypervisor(_ files: [String: String]) throws -> String? { try Self.facts(files)[.hypervisor] }
    let x86 = "processor: 0\nmodel name: X\nflags: fpu sse2\n"
    let guest = "processor: 0\nmodel name: X\nflags: fpu sse2 hypervisor\n"
    #expect(try hypervisor(["proc/cpuinfo": x86]) == "none")
    #expect(try hypervisor(["proc/cpuinfo": guest]) == "unidentified")
    #expect(try hypervisor(["proc/cpuinfo": guest, "sys/class/dmi/id/sys_vendor": "QEMU\n"]) == "kvm")
    #expect(
      try hypervisor(["proc/cpuinfo": guest, "sys/class/dmi/id/product_name": "VMware7,1\n"]) == "vmware")
    #expect(try hypervisor(["proc/cpuinfo": "processor: 0\nFeatures: fp asimd\n"]) == nil)
    #expect(try hypervisor(["sys/hypervisor/type": "xen\n"]) == "xen")
    #expect(
      try hypervisor(["sys/hypervisor/type": "xen", "proc/xen/capabilities": "control_d"]) == "xen host")
  }

  @Test func cgroupGenerationsAreToldApart() throws {
    let v1 = "cgroup /sys/fs/cgroup/cpuset cgroup rw,cpuset 0 0\n"
    let v2 = "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n"
    #expect(try Self.facts(["proc/mounts": v1])[.cgroupVersion] == "v1")
    #expect(try Self.facts(["proc/mounts": v2])[.cgroupVersion] == "v2")
    #expect(try Self.facts(["proc/mounts": v1 + v2])[.cgroupVersion] == "hybrid")
    #expect(try Self.facts(["proc/mounts": "proc /proc proc rw 0 0\n"])[.cgroupVersion] == "none")
    #expect(try Self.facts(["proc/self/cgroup": "0::/a\n"])[.cgroupVersion] == nil)
    let both = ["proc/mounts": v1 + v2, "proc/self/cgroup": "4:cpu,cpuset:/job\n0::/user.slice\n"]
    #expect(try Self.facts(both)[.cgroupPath] == "/job")
    #expect(try Self.facts(["proc/mounts": v2, "proc/self/cgroup": "0::/a:b\n"])[.cgroupPath] == "/a:b")
  }

  @Test func controllersOfBothGenerationsAreTold() throws {
    let v2 = "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n"
    let table = "#subsys_name\thierarchy\tnum_cgroups\tenabled\ncpu\t1\t9\t1\nmemory\t0\t1\t0\nbroken line\n"
    #expect(try Self.facts(["proc/mounts": v2, "proc/cgroups": table])[.cgroupControllers] == "cpu")
    let unified = [
      "proc/mounts": v2, "sys/fs/cgroup/cgroup.controllers": "memory cpuset\n", "proc/cgroups": table,
    ]
    #expect(try Self.facts(unified)[.cgroupControllers] == "cpu cpuset memory")
    #expect(try Self.facts(["proc/mounts": v2])[.cgroupControllers] == nil)
  }

  @Test func optionsOfTheBuildThatMatterAreRead() throws {
    let facts = try Self.facts([
      "proc/sys/kernel/osrelease": "6.1.0\n",
      "boot/config-6.1.0":
        "CONFIG_HZ=250\n# CONFIG_KASAN is not set\nCONFIG_INIT_ON_ALLOC_DEFAULT_ON=y\nCONFIG_USB=m\n",
    ])
    #expect(facts.kernelConfiguration == ["HZ": "250", "INIT_ON_ALLOC_DEFAULT_ON": "y"])
  }

  @Test func whoReadThisMachineIsToldAndOfACapturedOneIsNot() throws {
    #expect(try Self.facts(["empty": ""])[.readAs] == nil)
    #expect(HostFacts.read(root: .live)[.readAs] == (CurrentProcess.isRoot ? "root" : "user"))
  }

  @Test func hugePagePoolsAreReadPerNode() throws {
    let tree = try TemporaryTree([
      "sys/kernel/mm/hugepages/hugepages-1048576kB/nr_hugepages": "2\n",
      "sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages": "512\n",
      "sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages": "500\n",
      "sys/kernel/mm/hugepages/nonsense/nr_hugepages": "7\n",
      "sys/devices/system/node/node1/hugepages/hugepages-2048kB/nr_hugepages": "512\n",
    ])
    let pools = HugePagePool.read(root: HostRoot(directory: tree.path))
    #expect(pools.map(\.pageBytes) == [2 << 20, 1 << 30])
    #expect(pools.map(\.total) == [512, 2])
    #expect(pools.map(\.free) == [500, nil])
    #expect(pools[0].nodes == [HugePagePool.Share(node: 1, total: 512, free: nil)])
  }

  @Test func anArm64ProcessorIsRead() throws {
    let info = try #require(
      CPUInfo(
        text:
          "processor\t: 0\nFeatures\t: fp asimd  sve\nCPU implementer\t: 0x41\nCPU part\t: 0xd40\nCPU revision\t: 1\n"
      ))
    #expect(info.flags == "asimd fp sve")
    #expect(info.vendor == "0x41")
    #expect(info.modelNumber == "0xd40")
    #expect(info.model == nil)
  }

  @Test func factsSurviveJSON() throws {
    let facts = HostFacts(
      known: [.kernel: "6.1", .thpEnabled: "never"], mitigations: ["spectre_v2": "Mitigation; x"],
      kernelConfiguration: ["HZ": "250"])
    #expect(try JSONDecoder().decode(HostFacts.self, from: JSONEncoder().encode(facts)) == facts)
    #expect(facts.dictionary["mitigation_spectre_v2"] == "Mitigation; x")
    #expect(facts.dictionary["cpu_model"] == "unknown")
  }

  @Test func thisMachineTellsWhatEveryLinuxTells() {
    let facts = HostFacts.read(root: .live)
    #expect(facts[.kernel] != nil)
    #expect(facts[.architecture] != nil)
    #expect((facts.number(.memoryTotal) ?? 0) > 1 << 20)
  }
}
