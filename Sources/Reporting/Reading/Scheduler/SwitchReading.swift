internal import Experiment

/// How long two parties take to wake each other, by how near they are; and what passes between many.
struct SwitchReading: Sendable {
  static let switchID = "scheduler.switch"
  static let messagingID = "scheduler.messaging"

  let estimates: [Estimate]
  let subject: Subject

  init(_ reading: RunReading) {
    estimates = reading.estimates(Self.switchID)
    let known = estimates.filter { $0["kind"] != nil && $0["pairing"] != nil }
    let strange = Set(known.compactMap { $0["pairing"] }).subtracting(SchedulerWords.pairings).sorted()
    let table = EstimateTable(
      known, by: ["kind", "between"], hidden: ["pairing", "from", "to"], joined: true,
      columns: (SchedulerWords.pairings + strange).map {
        .init(LabelWords.value("pairing", $0, beside: [:]))
      }
    ) { estimate in estimate["pairing"].map { LabelWords.value("pairing", $0, beside: [:]) } }
    subject = Subject(
      title: "Switches", better: "lower is better",
      explanation:
        "One way: from waking the other party until it runs, half of a round trip. Columns: how near the two CPUs are; free: the scheduler places both.",
      tables: [table], sentence: Self.sentence(known),
      others: estimates.filter { $0["kind"] == nil || $0["pairing"] == nil })
  }

  /// What distance costs, by the first kind between threads for which it is beyond doubt.
  private static func sentence(_ estimates: [Estimate]) -> String? {
    for kind in ["futex", "pipe", "eventfd"] {
      let placed = estimates.filter {
        $0["kind"] == kind && $0["between"] == "threads" && $0["pairing"] != "free"
      }
      guard let (least, most) = placed.clearExtremes, let times = most.times(least) else { continue }
      func place(_ estimate: Estimate) -> String {
        LabelWords.value("pairing", estimate["pairing"] ?? "", beside: [:])
      }
      return
        "Waking a thread by \(kind) takes \(least.valueText) one way (\(place(least))) to \(most.valueText) (\(place(most)), \(times)): place parties that wake each other often accordingly."
    }
    return nil
  }
}

/// How many messages groups of senders and receivers pass on.
struct MessagingReading: Sendable {
  let estimates: [Estimate]
  let subject: Subject

  init(_ reading: RunReading) {
    estimates = reading.estimates(SwitchReading.messagingID)
    let table = EstimateTable(
      estimates, by: ["transport", "between"], hidden: [], columns: [.init("messages")],
      main: 0
    ) { _ in "messages" }
    subject = Subject(
      title: "Messaging", better: "higher is better",
      explanation:
        "Messages of 100 bytes a second, all groups together; in each group every sender writes to as many receivers, as hackbench does.\(Self.size(estimates))",
      tables: [table], sentence: Self.sentence(estimates))
  }

  /// ` Here 4 groups of 10 senders.`; empty with several sizes, which the table tells apart.
  private static func size(_ estimates: [Estimate]) -> String {
    let sizes = Set(estimates.map { [$0.number("groups"), $0.number("senders")] })
    guard sizes.count == 1, let groups = sizes.first?[0], let senders = sizes.first?[1] else { return "" }
    return " Here \(Units.count(groups, "group")) of \(Units.count(senders, "sender"))."
  }

  /// How sockets and pipes compare in the largest groups for which it is beyond doubt.
  private static func sentence(_ estimates: [Estimate]) -> String? {
    for pipe in estimates.reversed() where pipe["transport"] == "pipe" {
      var labels = pipe.metric.labels
      labels["transport"] = "socket"
      guard let socket = estimates.first(where: { $0.metric.labels == labels }),
        let (least, most) = [pipe, socket].clearExtremes, let times = most.times(least)
      else { continue }
      let size = "\(pipe["groups"] ?? Units.unknown) × \(pipe["senders"] ?? Units.unknown) senders"
      return
        "With \(size) (\(pipe["between"] ?? Units.unknown)), \(most["transport"] ?? "")s pass on \(times) the messages of \(least["transport"] ?? "")s."
    }
    return nil
  }
}
