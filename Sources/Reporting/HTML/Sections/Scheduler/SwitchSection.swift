internal import Experiment

/// Switches between two parties.
enum SwitchSection: PageSection {
  static let metricIDs = SwitchTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    reading.estimates(SwitchReading.switchID).filter {
      $0["kind"] == "pipe" && $0["between"] == "threads" && $0["pairing"] == "same_cpu"
    }.map { Card("Switch by pipe", $0, notes: ["one way, same CPU"]) }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let switches = SwitchReading(reading)
    return SubjectMarkup.section(switches.subject, samples: switches.estimates, reading) { Markup.empty }
  }
}

/// Messages between groups.
enum MessagingSection: PageSection {
  static let metricIDs = MessagingTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] { [] }

  static func markup(_ reading: RunReading) -> Markup {
    let messaging = MessagingReading(reading)
    return SubjectMarkup.section(messaging.subject, samples: messaging.estimates, reading) { Markup.empty }
  }
}

/// What a move costs.
enum MigrationSection: PageSection {
  static let metricIDs = MigrationTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] { [] }

  static func markup(_ reading: RunReading) -> Markup {
    let migration = MigrationReading(reading)
    return SubjectMarkup.section(migration.subject, samples: migration.estimates, reading) { Markup.empty }
  }
}
