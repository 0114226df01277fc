/// What a page of a fleet needs besides the looks of a comparison.
enum FleetStyle {
  static let sheet: StaticString = """
    .nodes.dots { stroke: var(--blue); stroke-width: 3; stroke-opacity: 0.8; stroke-linecap: round; }
    .nodes.bars { fill: none; stroke: var(--blue); stroke-width: 3; stroke-opacity: 0.6; }
    text.odd { font-weight: 600; } .odd-node { margin: 20px 0 4px; }
    .strip .spread { color: var(--muted); }
    """
}
