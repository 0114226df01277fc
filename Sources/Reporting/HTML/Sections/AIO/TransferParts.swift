internal import Experiment

/// Highest rates under a limit of p99.
enum KneePart {
  /// What a planner asks for first.
  static func cards(_ reading: RunReading) -> [Card] {
    KneeReading(reading).knees.prefix(1).map { knee in
      Card(
        "I/O rate, \(knee.limitText)", knee.rate,
        notes: ["depth \(knee.depthText)", knee.labels["engine"] ?? Units.unknown])
    }
  }

  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let knee = KneeReading(reading)
    return SubjectMarkup.section(knee.subject, samples: knee.knees.map(\.rate), reading) { Markup.empty }
  }
}

/// Sequential reads and writes.
enum SequentialPart {
  /// What a planner asks for first.
  static func cards(_ reading: RunReading) -> [Card] {
    let loads = SequentialReading(reading).loads
    return [("read", "Sequential reads"), ("write", "Sequential writes")].compactMap { access, name in
      guard let load = SequentialReading.peak(loads, access),
        let estimate = load.figure(AIOFigure.bandwidthID)
      else { return nil }
      let labels = load.labels.filter { ["engine", "block", "depth", "jobs"].contains($0.key) }
      return Card(name, estimate, notes: [AIOWords.sentence(labels)])
    }
  }

  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let subject = SequentialReading(reading).subject
    return SubjectMarkup.section(subject, samples: subject.tables.flatMap(\.estimates), reading) {
      Markup.empty
    }
  }
}

/// Random writes, mixes and sync policies.
enum WritePart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let subject = WriteReading(reading).subject
    return SubjectMarkup.section(subject, samples: subject.tables.flatMap(\.estimates), reading) {
      Markup.empty
    }
  }
}

/// The same load from each NUMA node.
enum NodePart {
  /// The part with its heading; empty where there is nothing to show.
  static func markup(_ reading: RunReading) -> Markup {
    let subject = NodeReading(reading).subject
    return SubjectMarkup.section(subject, samples: subject.tables.flatMap(\.estimates), reading) {
      Markup.empty
    }
  }
}
