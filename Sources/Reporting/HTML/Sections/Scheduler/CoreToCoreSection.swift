internal import Experiment

/// Cache lines from core to core: a map of all pairs, and the classes.
enum CoreToCoreSection: PageSection {
  static let metricIDs = CoreToCoreTable.metricIDs

  static func cards(_ reading: RunReading) -> [Card] {
    reading.estimates(CoreToCoreReading.classID).map { estimate in
      let pairing = LabelWords.value("pairing", estimate["pairing"] ?? Units.unknown, beside: [:])
      return Card("Core to core", estimate, notes: [pairing])
    }
  }

  static func markup(_ reading: RunReading) -> Markup {
    let cores = CoreToCoreReading(reading)
    return SubjectMarkup.section(cores.subject, samples: cores.classes, reading, hasEveryTable: false) {
      cores.matrix.flatMap { figure($0, cores.subject, reading) }
    }
  }

  private static func figure(_ matrix: CPUMatrix, _ subject: Subject, _ reading: RunReading) -> Markup? {
    let map = CPUHeatMap(title: "Every pair of CPUs", matrix: matrix, unit: "s")
    let sampled =
      matrix.pairCount < matrix.possibleCount
      ? " \(matrix.pairCount) of \(matrix.possibleCount) pairs were measured; the others are blank." : ""
    return Figure(
      title: map.title, note: "The more colour, the longer, on a logarithmic scale.\(sampled)",
      draw: { map.draw(width: $0) },
      table: subject.tables.first { $0.isCut }.map { SubjectMarkup.table($0, subject, reading) }
    ).markup
  }
}
