/// Timer wake-ups: a row for each policy and load.
enum WakeupTable: TableSection {
  static let metricIDs: Set<String> = [
    WakeupReading.latencyID, WakeupReading.missedID, WakeupReading.worstID,
  ]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(WakeupReading(reading).subject, reading, terminal)
  }
}

/// Requests: a row for each placement of workers and load.
enum RequestTable: TableSection {
  static let metricIDs: Set<String> = [RequestReading.latencyID, RequestReading.rateID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(RequestReading(reading).subject, reading, terminal)
  }
}

/// Switches: a row for each kind, a column for each pairing.
enum SwitchTable: TableSection {
  static let metricIDs: Set<String> = [SwitchReading.switchID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(SwitchReading(reading).subject, reading, terminal)
  }
}

/// Cache lines from core to core: a row for each class, and of few CPUs every pair.
enum CoreToCoreTable: TableSection {
  static let metricIDs: Set<String> = [
    CoreToCoreReading.pairID, CoreToCoreReading.classID, CoreToCoreReading.swapID,
  ]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(CoreToCoreReading(reading).subject, reading, terminal)
  }
}

/// Messages between groups of senders and receivers.
enum MessagingTable: TableSection {
  static let metricIDs: Set<String> = [SwitchReading.messagingID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(MessagingReading(reading).subject, reading, terminal)
  }
}

/// What takes time from the CPUs: of all together, and of the most disturbed.
enum DisturbanceTable: TableSection {
  static let metricIDs = DisturbanceReading.ids

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(DisturbanceReading(reading).subject, reading, terminal)
  }
}

/// What a move costs: a row for each move, a column for each working set.
enum MigrationTable: TableSection {
  static let metricIDs: Set<String> = [MigrationReading.costID, MigrationReading.callID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(MigrationReading(reading).subject, reading, terminal)
  }
}

/// Placements of workers: what each does, and its effect against none.
enum PlacementTable: TableSection {
  static let metricIDs: Set<String> = [PlacementReading.rateID, PlacementReading.latencyID]

  static func lines(_ reading: RunReading, _ terminal: TerminalText) -> [String] {
    SubjectLines.lines(PlacementReading(reading).subject, reading, terminal)
  }
}
