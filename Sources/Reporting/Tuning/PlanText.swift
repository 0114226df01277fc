public import Tuning

/// A tuning plan for people: what would change from what to what, why, and what does not apply and why.
public enum PlanText {
  /// Renders a plan for a terminal of this width.
  public static func render(_ plan: TuningPlan, width: Int, color: Bool) -> String {
    let terminal = TerminalText(width: width, color: color)
    let sections = [
      summary(plan, terminal),
      changes("Changes", remark: "in the order of applying", plan.changes, terminal),
      changes("At the next boot", remark: "needs a reboot", plan.needsReboot, terminal),
      kept("As wanted already", plan.unchanged, terminal, between: " = "),
      reasons("Not applicable here", plan.notApplicable, terminal),
      reasons("Not set again at boot", plan.notPersisted, terminal),
      reasons("Not readable by this user", plan.unreadable, terminal),
      claims(plan.claims, terminal),
    ]
    return sections.joined().joined(separator: "\n")
  }

  // MARK: Head

  private static func summary(_ plan: TuningPlan, _ terminal: TerminalText) -> [String] {
    let counts = [
      count(plan.changes.count, "change"), "\(plan.needsReboot.count) at the next boot",
      "\(plan.unchanged.count) as wanted already", "\(plan.notApplicable.count) not applicable here",
    ]
    let unreadable = plan.unreadable.isEmpty ? [] : ["\(plan.unreadable.count) not readable"]
    let title = plan.profiles.map(\.name).joined(separator: " + ")
    let heading = "\(title): \((counts + unreadable).joined(separator: ", "))"
    let lines = TerminalText.filled(heading, to: terminal.width).map { terminal.paint($0, .strong) }
    return lines
      + plan.profiles.flatMap { source in
        terminal.wrap(
          "\(source.name): \(source.summary) (\(source.path), sha256 \(source.hash.prefix(12)))", tone: .faint
        )
      }
      + (plan.overReboot.map { terminal.wrap("With --confirm-within: \($0.sentence).", tone: .faint) } ?? [])
      + terminal.wrap("Nothing was written.", tone: .faint)
  }

  private static func count(_ number: Int, _ word: String) -> String {
    "\(number) \(word)\(number == 1 ? "" : "s")"
  }

  // MARK: Changes

  private static func changes(
    _ title: String, remark: String, _ changes: [PlannedChange], _ terminal: TerminalText
  ) -> [String] {
    if changes.isEmpty { return [] }
    return terminal.heading(title, remark: remark) + groups(changes).flatMap { group($0, terminal) }
  }

  /// Neighbours that differ in nothing but the device are told once.
  private static func groups(_ changes: [PlannedChange]) -> [[PlannedChange]] {
    changes.reduce(into: []) { groups, change in
      if let last = groups.last?.last, last.why == change.why, last.current == change.current,
        last.wanted == change.wanted, last.profile == change.profile, change.key.kind == last.key.kind,
        change.key.parts.count == last.key.parts.count, change.key.parts.last == last.key.parts.last,
        last.key.kind != "cgroup"
      {
        groups[groups.count - 1].append(change)
      } else {
        groups.append([change])
      }
    }
  }

  private static func group(_ group: [PlannedChange], _ terminal: TerminalText) -> [String] {
    guard let change = group.first else { return [] }
    let more = group.count > 1 ? " (and \(group.count - 1) more like it)" : ""
    let key = "  \(TerminalText.clean(change.key.description))\(more)"
    let unit = unit(of: change)
    let values = "\(shown(value(change.current, change.type))) → \(shown(change.wanted))"
    // Beside each other where there is room.
    let isShort = TerminalText.columns(key) + TerminalText.columns(values) + 4 <= terminal.width
    let head =
      isShort
      ? ["\(key)  \(terminal.paint(values, .strong))\(terminal.paint(unit, .faint))"]
      : [key] + terminal.wrap(values + unit, first: "      ", tone: .strong)
    return head + details(change, devices: group.compactMap(\.device), terminal)
  }

  private static func details(
    _ change: PlannedChange, devices: [String], _ terminal: TerminalText
  ) -> [String] {
    var rows: [(name: String, text: String, tone: Tone)] = [("why", change.why, .plain)]
    if let expression = change.expression { rows.append(("from", expression, .plain)) }
    if !devices.isEmpty { rows.append(("device", devices.joined(separator: "; "), .plain)) }
    for coupled in change.coupled {
      rows.append(
        ("with", "\(coupled.key) (now \(shown(coupled.current))), which the kernel changes as well", .plain))
    }
    for moved in change.moved {
      rows.append(
        ("keeps", "\(moved.key) (now \(shown(moved.current))), which the kernel would compute anew", .plain))
    }
    let tone: Tone =
      switch change.risk.level {
      case .low: .faint
      case .medium: .caution
      case .high: .bad
      }
    rows.append(("risk", "\(change.risk.level.rawValue): \(change.risk.note)", tone))
    return rows.flatMap { name, text, tone in
      terminal.wrap(text, first: "      \(name)".padded(to: 14), tone: tone)
    }
  }

  /// Of a choice what is chosen, of a mask the digits that count.
  private static func value(_ text: String, _ type: ValueType) -> String {
    type == .content ? text : (try? SettingValue(kernel: text, type: type))?.description ?? text
  }

  /// ` (us)`, and for bytes how much that is: ` (bytes, 128 MiB)`.
  private static func unit(of change: PlannedChange) -> String {
    guard let unit = change.unit else { return "" }
    guard change.type == .bytes, let bytes = UInt64(change.wanted) else { return " (\(unit))" }
    return " (\(unit), \(HostText.memory(bytes)))"
  }

  /// An empty value is a value.
  private static func shown(_ text: String) -> String {
    let clean = TerminalText.clean(text)
    return clean.isEmpty ? "(empty)" : clean
  }

  // MARK: The rest

  private static func kept(
    _ title: String, _ kept: [TuningPlan.Kept], _ terminal: TerminalText, between: String
  ) -> [String] {
    if kept.isEmpty { return [] }
    return terminal.heading(title)
      + kept.flatMap { terminal.wrap("\($0.key)\(between)\($0.reason)", tone: .faint) }
  }

  /// What shares a reason is told together.
  private static func reasons(
    _ title: String, _ kept: [TuningPlan.Kept], _ terminal: TerminalText
  ) -> [String] {
    if kept.isEmpty { return [] }
    var order: [String] = []
    var keys: [String: [String]] = [:]
    for entry in kept {
      if keys[entry.reason] == nil { order.append(entry.reason) }
      keys[entry.reason, default: []].append(entry.key)
    }
    return terminal.heading(title)
      + order.flatMap { reason in
        terminal.wrap((keys[reason] ?? []).joined(separator: ", "))
          + terminal.wrap(reason, first: "      ", tone: .caution)
      }
  }

  private static func claims(_ claims: [TuningPlan.Claim], _ terminal: TerminalText) -> [String] {
    if claims.isEmpty { return [] }
    return terminal.heading("Advice that is no setting")
      + claims.flatMap { claim in
        terminal.wrap(claim.claim, tone: .strong)
          + terminal.wrap(claim.verdict, first: "      really  ")
          + (claim.test.map { terminal.wrap($0, first: "      test    ") } ?? [])
          + terminal.wrap(claim.source, first: "      source  ", tone: .faint)
      }
  }
}
