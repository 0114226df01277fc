import Platform
import TestSupport
import Testing

@testable import VirtualMachine

/// One twin at a time: two would share the host's CPUs, and boot half as fast.
@Suite(.enabled(if: TwinHost.missing == nil, "\(TwinHost.missing ?? "")"), .serialized)
enum TwinSuites {}

extension TwinSuites {
  @Suite struct TwinBootTests {
    @Test func aTwinHasItsNodesAndPartitionsAndKeepsWhatWasSynced() async throws {
      let host = try await TwinHost.shared.value
      let machine = TwinMachine(
        shape: try TwinShape(text: "2x2:21"), image: host.image, disk: try await StateDisk(),
        accelerator: host.accelerator.accelerator)
      try await Twin.withRunning(machine, on: host.qemu) { twin in
        print("twin: \(host.accelerator.reason); \(host.image.kernel.release)")
        print("twin: first file system \(host.image.initramfsBytes) bytes, boot \(twin.bootSeconds) s")
        let nodes = "/sys/devices/system/node"
        #expect(try await twin.check("cat \(nodes)/online") == "0-1")
        #expect(try await twin.check("cat \(nodes)/node0/cpulist \(nodes)/node1/cpulist") == "0-1\n2-3")
        #expect(try await twin.check("cat \(nodes)/node1/distance") == "21 10")

        let group = "/sys/fs/cgroup/assay-isolated"
        try await twin.check("echo +cpuset > /sys/fs/cgroup/cgroup.subtree_control; mkdir \(group)")
        try await twin.check(
          "echo 2-3 > \(group)/cpuset.cpus; echo isolated > \(group)/cpuset.cpus.partition")
        #expect(try await twin.check("cat \(group)/cpuset.cpus.partition") == "isolated")
        // All CPUs for it leave none to the root: the kernel takes the text and calls the partition invalid.
        let invalid = try await twin.check(
          "echo 0-3 > \(group)/cpuset.cpus; cat \(group)/cpuset.cpus.partition")
        #expect(invalid.hasPrefix("isolated invalid ("))
        try await twin.check("echo member > \(group)/cpuset.cpus.partition; rmdir \(group)")

        // Linux 6.7 and later: a partition whose parent is none.
        if try await twin.run("[ -e /sys/fs/cgroup/cpuset.cpus.isolated ]").code == 0 {
          let remote = "/sys/fs/cgroup/a/b"
          try await twin.check("mkdir -p \(remote); echo +cpuset > /sys/fs/cgroup/a/cgroup.subtree_control")
          try await twin.check(
            "echo 2-3 | tee /sys/fs/cgroup/a/cpuset.cpus.exclusive \(remote)/cpuset.cpus.exclusive")
          try await twin.check("echo isolated > \(remote)/cpuset.cpus.partition")
          #expect(try await twin.check("cat \(remote)/cpuset.cpus.partition") == "isolated")
          #expect(try await twin.check("cat /sys/fs/cgroup/cpuset.cpus.isolated") == "2-3")
        }

        try await twin.check("echo synced | dd of=/var/lib/assay/kept conv=fsync")
        try await twin.check("echo lost > /var/lib/assay/not-synced")
        await twin.cutPower()
      }
      try await Twin.withRunning(machine, on: host.qemu) { twin in
        print("twin: boot after a power cut \(twin.bootSeconds) s")
        #expect(try await twin.check("cat /var/lib/assay/kept") == "synced")
        #expect(try await twin.run("cat /var/lib/assay/not-synced").output != "lost\n")
        #expect(try await twin.run("[ -e /sys/fs/cgroup/assay-isolated ]").code == 1)
        try await twin.shutDown()
      }
    }

    @Test func siblingsShow() async throws {
      let host = try await TwinHost.shared.value
      let machine = TwinMachine(
        shape: try TwinShape(text: "1x4x2"), image: host.image, disk: try await StateDisk(),
        accelerator: host.accelerator.accelerator)
      try await Twin.withRunning(machine, on: host.qemu) { twin in
        let siblings = "/sys/devices/system/cpu/cpu2/topology/thread_siblings_list"
        let found = try await twin.check("cat \(siblings)")
        #expect(found == "2-3")
      }
    }

    @Test func aKernelThatCannotBootIsExplained() async throws {
      let host = try await TwinHost.shared.value
      var machine = TwinMachine(
        shape: try TwinShape(text: "1x1"), image: host.image, disk: try await StateDisk(),
        accelerator: host.accelerator.accelerator)
      machine.kernelParameters = ["rdinit=/nowhere", "root=/dev/nowhere"]
      let error = await #expect(throws: TwinError.self) {
        try await Twin.withRunning(machine, on: host.qemu) { _ in }
      }
      #expect(error?.kind == .boot)
      #expect(error?.description.contains("Unable to mount root fs") == true)
    }

    @Test func aSnapshotOfADiskHasItsContent() async throws {
      let host = try await TwinHost.shared.value
      let disk = try await StateDisk()
      var machine = TwinMachine(
        shape: try TwinShape(text: "1x1"), image: host.image, disk: disk,
        accelerator: host.accelerator.accelerator)
      try await Twin.withRunning(machine, on: host.qemu) { twin in
        try await twin.check("echo one > /var/lib/assay/file")
        try await twin.shutDown()
      }
      machine.disk = try disk.copy()
      try await Twin.withRunning(machine, on: host.qemu) { twin in
        let found = try await twin.check("cat /var/lib/assay/file")
        #expect(found == "one")
      }
    }

    @Test func theProbeTellsAWorkingAcceleratorFromNone() async throws {
      let qemu = try QEMU()
      let works = try await qemu.probe(.tcg, within: .seconds(30))
      #expect(works == AcceleratorChoice(.tcg, reason: "TCG ran a guest"))
      let late = try await qemu.probe(.tcg, within: .nanoseconds(1))
      #expect(late.reason.hasPrefix("TCG hangs here: "))
    }
  }
}
