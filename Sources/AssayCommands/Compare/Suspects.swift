internal import Comparison
internal import Experiment
internal import Reporting

/// What may have made a metric worse: differences of the two hosts, for a verdict `worse`.
enum Suspects {
  /// More than this nobody looks into.
  private static let most = 8

  /// The likeliest first; none where nothing is worse, and none where the hosts do not differ.
  ///
  /// - Throws: what reading the catalog of settings throws, where there is one.
  static func of(_ comparison: Comparison, _ base: Run, _ candidate: Run) throws -> [Suspect] {
    let worse = Set(comparison.metrics.filter { $0.role == .primary && $0.verdict == .worse }.map(\.id))
    guard !worse.isEmpty else { return [] }
    let notes = try KnobNotes.installedCatalog.map { try KnobNotes(catalogFile: $0) } ?? .none
    let diff = HostDiff(base: base.host, candidate: candidate.host, notes: notes)
    // In turns, so that each metric's likeliest suspect is among the first.
    let lists = worse.sorted().map { diff.suspects(for: $0) }
    let longest = lists.map(\.count).max() ?? 0
    var suspects: [Suspect] = []
    for place in 0..<longest {
      for list in lists where place < list.count {
        let suspect = suspect(list[place], of: worse)
        if !suspects.contains(where: { $0.name == suspect.name }) { suspects.append(suspect) }
      }
    }
    return Array(suspects.prefix(most))
  }

  private static func suspect(_ difference: HostDifference, of worse: Set<String>) -> Suspect {
    let moved = worse.filter { isNamed($0, by: difference.moves) }.sorted().joined(separator: ", ")
    let why = [difference.note, moved.isEmpty ? nil : "it can move \(moved)"].compactMap { $0 }
    // A list is told by the words that are new and those that are gone.
    return Suspect(
      name: difference.key, base: difference.before ?? words(difference.removed),
      candidate: difference.after ?? words(difference.added),
      why: why.isEmpty ? "it differs" : why.joined(separator: "; "))
  }

  /// By the whole name, or by what it begins with: `memory`.
  private static func isNamed(_ metric: String, by moves: [String]) -> Bool {
    moves.contains { $0 == metric || metric.hasPrefix("\($0).") }
  }

  private static func words(_ list: [String]) -> String? {
    list.isEmpty ? nil : list.joined(separator: " ")
  }
}
