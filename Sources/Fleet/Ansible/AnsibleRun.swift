public import Platform
internal import Subprocess
internal import SystemPackage

/// One play by ansible-playbook: its events as they come, all that it says in a log.
///
/// The operator's ansible.cfg, agent and terminal are its own: a password that Ansible asks for is asked for there.
public struct AnsibleRun: Sendable {
  /// Where Ansible is.
  public var programs: AnsiblePrograms
  /// The playbook.
  public var playbook: String
  /// Words in front of it: the inventory, files of variables, a limit, the operator's own.
  public var arguments: [String]
  /// A file that Ansible's output is added to.
  public var log: String

  /// A play.
  public init(programs: AnsiblePrograms, playbook: String, arguments: [String], log: String) {
    self.programs = programs
    self.playbook = playbook
    self.arguments = arguments
    self.log = log
  }

  // Events have a descriptor of their own: standard output and standard error belong to people.
  //
  // Ansible looks 1,000 times a second whether a node is done, and 10,000 times where others wait for their turn. Where this
  // host is one of the nodes, each look interrupts what is measured; a batch process wakes up without that (sched(7)).
  // A host without chrt or renice is measured all the same.
  private static let script = #"""
    log=$1; shift
    { chrt --batch --pid 0 $$; renice -n 10 -p $$; } >/dev/null 2>&1
    exec 3>&1 >>"$log" 2>&1; exec "$@"
    """#
  private static let eventsVariable: Environment.Key = "ASSAY_FLEET_EVENTS"

  /// What SIGINT does not end within a time.
  private static let ending: [TeardownStep] = [
    .send(signal: .interrupt, allowedDurationToNextStep: .seconds(15)),
    .gracefulShutDown(allowedDurationToNextStep: .seconds(5)),
  ]

  /// Runs it to its end, and calls `receive` with each event.
  ///
  /// - Parameters:
  ///   - interruption: ends it in order when asked.
  ///   - receive: what it throws ends the play as an interruption does.
  /// - Returns: Ansible's exit code: 0, 2 or more where a node failed or was not reached; 128 and more for a signal.
  public func run(
    interruption: Interruption, receive: @escaping @Sendable (FleetEvent) async throws -> Void
  ) async throws -> Int {
    let requests = AsyncStream<Void>.makeStream()
    interruption.onRequest { requests.continuation.finish() }
    let words =
      ["-c", Self.script, "assay-fleet", log, programs.path("ansible-playbook")] + arguments + [playbook]
    let result = try await Subprocess.run(
      .path("/bin/sh"), arguments: Arguments(words),
      environment: AnsiblePrograms.environment.updating([Self.eventsVariable: "/dev/fd/3"]),
      input: .none, output: .sequence, error: .discarded
    ) { execution in
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          for await _ in requests.stream {}
          // Not where the group is over: then the play has ended by itself.
          if !Task.isCancelled { await execution.teardown(using: Self.ending) }
        }
        do {
          for try await line in execution.standardOutput.strings() {
            if let event = try FleetEvent.decode(line) { try await receive(event) }
          }
        } catch {
          await execution.teardown(using: Self.ending)
          group.cancelAll()
          throw error
        }
        group.cancelAll()
      }
    }
    return switch result.terminationStatus {
    case .exited(let code): Int(code)
    case .signaled(let signal): 128 + Int(signal)
    }
  }
}
