internal import CPlatform

/// Groups of senders and receivers in which every sender writes to every receiver: hackbench's load.
public struct GroupMessaging: Sendable, Equatable {
  /// What carries the messages.
  public enum Transport: String, Sendable, CaseIterable, Codable {
    /// A stream socket of the local machine.
    case socket
    /// A pipe.
    case pipe
  }

  /// What carries the messages.
  public var transport: Transport
  /// Groups.
  public var groups: Int
  /// Senders of a group, and receivers as well.
  public var senders: Int

  /// Groups of so many senders and receivers; both at least one.
  public init(_ transport: Transport, groups: Int, senders: Int) {
    precondition(groups > 0 && senders > 0)
    self.transport = transport
    self.groups = groups
    self.senders = senders
  }

  /// Threads or processes that are started.
  public var parties: Int { Int(assay_messaging_parties(raw(messages: 0))) }
  /// Messages of 100 bytes that are sent when each sender sends one to each receiver.
  public var messagesPerTurn: Int { groups * senders * senders }

  /// Makes room for the descriptors that it needs, by raising the soft limit.
  ///
  /// - Throws: EMFILE when the hard limit is too low.
  public func allowDescriptors() throws(SystemError) {
    try CurrentProcess.allowDescriptors(Int(assay_messaging_descriptors(raw(messages: 0))))
  }

  /// Sends so many messages from each sender to each receiver of its group.
  ///
  /// - Parameters:
  ///   - place: the CPUs that all parties may run on.
  ///   - seconds: how long it is meant to take, for the time limit.
  /// - Returns: seconds from the start signal to the last message; neither starting nor ending the parties counts.
  /// - Throws: EAGAIN when a party cannot be started, EMFILE without descriptors, ETIMEDOUT when it hangs. No party
  ///   and no descriptor is left then.
  public func run(
    messages: Int, between parties: PartyKind, on place: CPUSet, seconds: Double
  ) throws(SystemError) -> Double {
    precondition(messages > 0)
    var messaging = raw(messages: messages)
    var result = assay_messaging_result()
    try unsafe PartySetting(parties, on: Array(repeating: place, count: self.parties))
      .run("send messages through a \(transport.rawValue)", seconds: seconds) { setting, stage in
        let answer = unsafe assay_measure_messaging(&messaging, &setting, &result)
        stage = result.stage
        return answer
      }
    return Double(result.nanoseconds) * 1e-9
  }

  private func raw(messages: Int) -> assay_messaging {
    assay_messaging(
      transport: transport == .socket ? ASSAY_TRANSPORT_SOCKET : ASSAY_TRANSPORT_PIPE, groups: UInt32(groups),
      senders: UInt32(senders), messages: UInt32(clamping: messages))
  }
}
