/// What the picture of a layout needs besides the common looks.
enum LayoutStyle {
  /// Hues for guests; neighbours differ, and what a hue cannot tell the numbers do.
  private static let hues = 5

  static let sheet: StaticString = """
    .cpu.host { fill: var(--muted); fill-opacity: 0.3; stroke: var(--muted); }
    .cpu.host-shared { fill: var(--muted); fill-opacity: 0.16; stroke: var(--muted); stroke-dasharray: 4 2; }
    .cpu.shared { fill: var(--surface); stroke: var(--blue); stroke-dasharray: 4 2; }
    .cpu.isolated { fill: var(--green); fill-opacity: 0.16; stroke: var(--green); }
    .cpu.guest0 { fill: var(--blue); fill-opacity: 0.22; stroke: var(--blue); }
    .cpu.guest1 { fill: var(--orange); fill-opacity: 0.22; stroke: var(--orange); }
    .cpu.guest2 { fill: var(--green); fill-opacity: 0.22; stroke: var(--green); }
    .cpu.guest3 { fill: var(--violet); fill-opacity: 0.22; stroke: var(--violet); }
    .cpu.guest4 { fill: var(--rose); fill-opacity: 0.22; stroke: var(--rose); }
    text.faded { fill: var(--muted); } text.owner { font-weight: 600; }
    """

  /// The class of a core's looks.
  static func name(of owner: LayoutReading.Owner) -> String {
    switch owner {
    case .host: "host"
    case .hostAndGuests: "host-shared"
    case .guest(let number): "guest\(number % hues)"
    case .isolated: "isolated"
    case .shared: "shared"
    case .forbidden: "forbidden"
    }
  }
}
