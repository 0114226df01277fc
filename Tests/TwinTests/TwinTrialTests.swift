import Platform
import Testing
import Tuning
import VirtualMachine

@testable import AssayCommands

extension TwinSuites {
  /// Trials of partitions, where control groups are the kernel's own.
  @Suite(.enabled(if: TwinHost.missing == nil, "\(TwinHost.missing ?? "")"))
  struct TwinTrialTests {
    private static let profile = """
      schema: assay.profile/1
      name: partition
      summary: a partition whose effect is known
      cpusets:
        - {group: assay-isolated, cpus: "1", partition: isolated, why: a test}

      """

    /// Prints 110 where the kernel says that the partition is one, else 100.
    private static let workload = """
      state=$(cat /sys/fs/cgroup/assay-isolated/cpuset.cpus.partition 2> /dev/null)
      if [ "$state" = isolated ]; then echo score: 110; else echo score: 100; fi
      """

    @Test func aPartitionIsTriedAndCarriesItsEvidence() async throws {
      let twin = try await TwinTuning("1x2", profile: Self.profile)
      try await twin.boot { guest in
        try await guest.twin.check("cat > /run/workload << 'END'\n\(Self.workload)\nEND")
        let place = guest.profile.arguments
        let result = try await guest.twin.run(
          "assay trial \(place) --allow-debug --out /run/out --pairs 8 --settle-within 1ms --proved /run/proved.yaml "
            + "--workload 'sh /run/workload' --metric-regex 'score: ([0-9]+)'", within: .seconds(600))
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        let proved = try await guest.twin.check("cat /run/proved.yaml")
        #expect(proved.contains("effect: \"+10.0 %\""), "\(proved)")
        #expect(
          proved.contains("group: assay-isolated") && proved.contains("evidence: {metric: \"workload.value"))
        // Nothing of it is left.
        let left = try await guest.twin.check("ls -d /sys/fs/cgroup/assay-* 2> /dev/null || echo none")
        #expect(left == "none")
        #expect(try await guest.status().isEmpty)
      }
    }
  }
}
