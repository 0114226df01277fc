internal import Experiment
internal import Platform

/// Measures how many messages groups of senders and receivers pass on, in this process.
struct MessagingWorker {
  /// Messages from each sender to each receiver in the first round, which only tells how many fill the window; it
  /// also warms up.
  static let firstMessages = 20

  private let workload: MessagingWorkload

  init(_ workload: MessagingWorkload) { self.workload = workload }

  /// `scheduler.messaging`: messages of 100 bytes a second, all groups together, as hackbench sends them (it tells
  /// the seconds).
  ///
  /// - Throws: `NotMeasurable` where too few files may be open; `SystemError` when a party cannot be started.
  func measure(in context: WorkerContext) throws -> [Measurement] {
    let messaging = GroupMessaging(workload.transport, groups: workload.groups, senders: workload.senders)
    do { try messaging.allowDescriptors() } catch {
      throw NotMeasurable("\(error); raise the hard limit (ulimit -Hn)")
    }
    let place = CPUSet(workload.cpus)
    func seconds(_ messages: Int) throws -> Double {
      try messaging.run(
        messages: messages, between: workload.between, on: place, seconds: workload.window)
    }
    let first = try seconds(Self.firstMessages)
    let messages = max(1, Int(workload.window / first * Double(Self.firstMessages)))
    let lasted = try context.window(on: workload.cpus, byDesign: [.switches]) { try seconds(messages) }
    return [
      Measurement(
        id: "scheduler.messaging",
        labels: [
          "transport": workload.transport.rawValue, "between": workload.between.rawValue,
          "groups": String(workload.groups), "senders": String(workload.senders),
        ], unit: "op/s", better: .higher, role: .primary,
        value: Double(messages * messaging.messagesPerTurn) / lasted)
    ]
  }
}
