internal import Experiment
internal import Host
public import Platform

/// Groups of senders and receivers.
public struct MessagingWorkload: Codable, Sendable, Equatable {
  /// What carries the messages.
  public var transport: GroupMessaging.Transport
  /// What senders and receivers are.
  public var between: PartyKind
  /// Groups.
  public var groups: Int
  /// Senders of a group, and receivers as well.
  public var senders: Int
  /// The CPUs that all of them may run on.
  public var cpus: [Int]
  /// Seconds that the messages shall take.
  public var window: Double
}

extension SchedulerPlan {
  /// Groups, and senders of a group: ten and ten in a group, and from `standard` on what keeps larger machines
  /// busy; `thorough` ends with what hackbench does without options.
  private var messagingSizes: [(groups: Int, senders: Int)] {
    switch options.suite {
    case .quick: [(1, 10)]
    case .standard: [(1, 10), (4, 10)]
    case .thorough: [(1, 10), (4, 10), (10, 20)]
    }
  }

  /// Each transport between threads and between processes.
  mutating func planMessaging() throws {
    let window = window(quick: 0.12, longer: 1)
    for size in messagingSizes {
      for transport in GroupMessaging.Transport.allCases {
        let messaging = GroupMessaging(transport, groups: size.groups, senders: size.senders)
        for between in PartyKind.allCases {
          let name =
            "messaging transport=\(transport.rawValue) between=\(between.rawValue)"
            + " groups=\(size.groups) senders=\(size.senders)"
          do { try checkThreads(messaging.parties, for: "scheduler.\(name)") } catch {
            // Only who asks for this part by name cannot do without it.
            if options.parts.contains(.messaging) { throw error }
            skip(name, "\(error)")
            continue
          }
          let workload = MessagingWorkload(
            transport: transport, between: between, groups: size.groups, senders: size.senders, cpus: cpus,
            window: window)
          try add(name, .messaging(workload), seconds: window)
        }
      }
    }
  }
}
