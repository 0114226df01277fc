import Platform
import TestSupport
import Testing
import Tuning
import VirtualMachine

@testable import AssayCommands

extension TwinSuites {
  /// SIGKILL after system calls, where control groups are the kernel's own. Every call is struck on a tree of files
  /// (`make crash`); here, where a start of the tool takes a second, every seventh.
  @Suite(
    .enabled(if: TwinHost.isFull, "\(TwinHost.fullReason)"), .enabled(if: Compiler("gcc") != nil, "no gcc"))
  struct TwinKillTests {
    private static let stride = 7

    private static let profile = """
      schema: assay.profile/1
      name: groups
      summary: a group and a partition
      settings:
        - {key: sysctl/vm.swappiness, value: 10, why: a test}
      cpusets:
        - {group: assay-isolated, cpus: "1", partition: isolated, why: a test}

      """

    @Test(arguments: ["apply", "revert"])
    func everyKillEndsAppliedOrReverted(_ action: String) async throws {
      let folder = try TemporaryTree()
      let crash = "\(folder.path)/crash"
      let source = try TwinTuning.project("Tests/CCrash/crash.c")
      #expect(try Compiler("gcc")?.complaints(["-static", "-O1", "-o", crash, source]) == "")
      let twin = try await TwinTuning(
        "1x2", profile: Self.profile, others: [GuestProgram(path: crash)])
      let start = Clock.now()
      let counts = try await twin.boot { guest in
        let before = try await GuestStart(of: guest)
        let result = try await guest.twin.run(
          Self.script(action, guest.profile.arguments), within: .seconds(3_600))
        #expect(result.code == 0, "\(result.output)\(result.errors)")
        try await before.compare(guest)
        return result.output
      }
      print(
        "twin: kills after every \(Self.stride)th system call of \(action): \(counts) in \(Clock.seconds(from: start, to: Clock.now())) s"
      )
    }

    /// Kills, recovers, and looks at what is left, one kill further in after the other until the program ends before.
    private static func script(_ action: String, _ arguments: String) -> String {
      """
      fail() { echo "after call $number: $*"; cat /run/twin/killed /run/twin/said; exit 1; }
      group=/sys/fs/cgroup/assay-isolated
      number=1 applied=0 reverted=0
      while :; do
        words='\(action)'
        if [ $words = apply ]; then words="apply \(arguments)"
        else assay tune apply --quiet \(arguments) > /run/twin/said 2>&1 || fail apply
        fi
        eval "crash $number \(GuestTuning.state) /usr/bin/assay tune $words" > /run/twin/killed 2>&1
        grep -q 'signal 9' /run/twin/killed || break
        assay tune recover --quiet > /run/twin/said 2>&1 || fail recover
        if [ -e $group ]; then
          assay tune verify --quiet > /run/twin/said 2>&1 || fail verify
          [ "$(cat $group/cpuset.cpus.partition)" = isolated ] || fail partition
          assay tune revert --quiet > /run/twin/said 2>&1 || fail revert
          applied=$((applied + 1))
        else
          reverted=$((reverted + 1))
        fi
        [ ! -e $group ] && [ "$(cat /proc/sys/vm/swappiness)" = 60 ] || fail "something is left"
        ls \(GuestTuning.state)/*.journal > /run/twin/said 2>&1 && fail "a journal is left"
        number=$((number + \(stride)))
      done
      grep -q 'exit 0' /run/twin/killed || fail "the program itself"
      assay tune revert --quiet > /run/twin/said 2>&1 || fail "the last revert"
      echo "$((applied + reverted)) kills, $reverted fully reverted, $applied fully applied, 0 anything else"
      """
    }
  }
}
