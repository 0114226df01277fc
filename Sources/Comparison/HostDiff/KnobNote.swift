internal import Platform

/// What is known of a setting, as far as a comparison needs it.
public struct KnobNote: Sendable, Equatable {
  /// What it does, in one line.
  public var summary: String
  /// The metrics that it can move.
  public var movesMetrics: [String]

  /// A note.
  public init(summary: String, movesMetrics: [String]) {
    self.summary = summary
    self.movesMetrics = movesMetrics
  }
}

/// What is known of settings, by their keys; `*` in a key stands for any part of one name.
public struct KnobNotes: Sendable, Equatable {
  /// Nothing is known.
  public static let none = KnobNotes([:])

  private let exact: [String: KnobNote]
  private let patterns: [(key: String, note: KnobNote)]

  /// These notes.
  public init(_ notes: [String: KnobNote]) {
    exact = notes.filter { !$0.key.contains("*") }
    patterns = notes.filter { $0.key.contains("*") }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// The note of a setting.
  public subscript(key: String) -> KnobNote? {
    exact[key] ?? patterns.first { Wildcard.matchesPath(key, $0.key) }?.note
  }

  /// Whether the same is known.
  public static func == (left: KnobNotes, right: KnobNotes) -> Bool {
    left.exact == right.exact && left.patterns.elementsEqual(right.patterns) { $0 == $1 }
  }
}
