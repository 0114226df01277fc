import Platform
import TestSupport
import Testing
import VirtualMachine

@testable import AssayCommands

extension TwinSuites {
  @Suite struct RehearseTests {
    /// As a user runs it, on two nodes.
    @Test func theToolRehearsesTheProfileOfAHost() throws {
      try rehearse(try TwinTuning.project("Profiles/kvm-host.yaml"), "2x2")
    }

    @Test(
      .enabled(if: TwinHost.isFull, "\(TwinHost.fullReason)"), arguments: ["1x2", "2x2", "4x1"])
    func everyKindIsRehearsedOn(_ topology: String) throws {
      let tree = try TemporaryTree(["every-kind.yaml": TwinTuning.everyKind])
      try rehearse("\(tree.path)/every-kind.yaml", topology)
    }

    @Test(.enabled(if: TwinHost.isFull, "\(TwinHost.fullReason)"), arguments: ["1x2", "4x1"])
    func theProfileOfAHostIsRehearsedOn(_ topology: String) throws {
      try rehearse(try TwinTuning.project("Profiles/kvm-host.yaml"), topology)
    }

    private func rehearse(_ profile: String, _ topology: String) throws {
      var arguments = [
        "rehearse", profile, "--catalog", try TwinTuning.catalog, "--topology", topology, "--seed", "7",
      ]
      if let kernel = Console.environment("ASSAY_TWIN_KERNEL") { arguments += ["--kernel", kernel] }
      // What it says on standard error tells why a step failed.
      let result = try HelperProgram.run(TwinHost.tool, arguments, timeout: 1200)
      print(result.output)
      #expect(result.status == 0 && result.output.contains("15 of 15 steps passed"))
    }
  }

  /// A partition that the kernel calls invalid is no partition.
  @Suite struct TwinPartitionTests {
    private static let profile = """
      schema: assay.profile/1
      name: two-groups
      summary: a group that is good, and one that is not
      settings:
        - {key: sysctl/vm.swappiness, value: 10, why: a test}
      cpusets:
        - {group: assay-good, cpus: "1", partition: isolated, why: a test}
        - {group: assay-isolated, cpus: "2-3", partition: isolated, why: a test}

      """

    /// Somebody's group that has the CPU already. Where it is none, the kernel takes everything and calls our partition
    /// invalid; where it is a partition, nothing is written, because Linux 6.1 would call theirs invalid for good.
    @Test func aPartitionThatIsNotValidIsUndone() async throws {
      let twin = try await TwinTuning("2x2", profile: Self.profile)
      try await twin.boot { guest in
        let groups = "/sys/fs/cgroup"
        try await guest.twin.check(
          "echo +cpuset > \(groups)/cgroup.subtree_control; mkdir \(groups)/other; echo 3 > \(groups)/other/cpuset.cpus"
        )
        for partition in ["member", "isolated"] {
          try await guest.twin.check("echo \(partition) > \(groups)/other/cpuset.cpus.partition")
          let before = try await guest.settings()
          let result = try await guest.twin.run(
            "assay tune apply \(guest.profile.arguments)", within: .seconds(60))
          print("twin: beside a group that is \(partition): \(result.errors)")
          #expect(result.code == (partition == "member" ? 10 : 64))
          #expect(
            result.errors.contains(
              partition == "member" ? "isolated invalid (" : "of this host is a partition (isolated)"))
          let after = try await guest.settings()
          #expect(after == before)
          #expect(try await guest.status().isEmpty)
        }
        // Without it both are valid, and read back so.
        try await guest.twin.check("rmdir \(groups)/other")
        #expect(try await guest.apply() > 0)
        let found = try await guest.twin.check(
          "cat \(groups)/assay-good/cpuset.cpus.partition \(groups)/assay-isolated/cpuset.cpus.partition")
        #expect(found == "isolated\nisolated")
      }
    }
  }
}
