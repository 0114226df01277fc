public import Experiment
internal import Host
internal import Platform

/// A Run as tables for a terminal.
public enum TableReport {
  /// All of it, ready to print.
  ///
  /// - Parameters:
  ///   - width: columns of the terminal; narrower ones lose the columns that matter least.
  ///   - color: whether to use ANSI colours.
  public static func render(_ run: Run, width: Int, color: Bool) -> String {
    let page = TablePage(run: run, width: max(40, width), style: TextStyle(color: color))
    let sections: [[String]] =
      [page.header] + MemorySections.all.map { $0(page) } + [
        page.others, page.skipped, page.blocks, page.warnings, page.legend,
      ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
  }
}

/// What the sections share.
struct TablePage {
  let run: Run
  let width: Int
  let style: TextStyle

  /// What the interval column holds: with few blocks it can only be the range.
  var intervalTitle: String { run.validBlocks >= MetricView.fewestForInterval ? "95 % interval" : "range" }

  /// The metrics of a name, in the order of the document.
  func metrics(_ id: String) -> [MetricView] {
    run.metrics.filter { $0.id == id }.map { MetricView($0, in: run) }
  }

  /// A section: title, explanation, table.
  func section(_ title: String, _ explanation: String, _ table: TextTable) -> [String] {
    guard !table.rows.isEmpty else { return [] }
    return [style.bold(title)] + TextStyle.wrap(explanation, width: width, indent: "").map(style.dim)
      + table.lines(width: width, style: style)
  }

  var header: [String] {
    func fact(_ name: String) -> String {
      run.host.mustMatch[name] ?? run.host.declared[name] ?? run.host.noted[name] ?? "unknown"
    }
    let topology = run.host.topology
    let memory = fact("memory_total_bytes")
    let state =
      switch run.status {
      case .complete: ""
      case .interrupted: "  (interrupted: what was done is shown)"
      case .running: "  (not finished: what was done is shown)"
      }
    return [
      style.bold("\(fact("host")): \(fact("cpu_model"))\(state)"),
      "  \(topology.cpus.count) CPUs on \(topology.cores) cores, \(topology.nodes.count) NUMA "
        + "\(topology.nodes.count == 1 ? "node" : "nodes"), \(Double(memory).map(Units.binary) ?? memory) of memory; "
        + "kernel \(fact("kernel")), hypervisor \(fact("hypervisor"))",
    ]
  }

  /// Metrics that no section knows, plainly.
  var others: [String] {
    let known = MemorySections.metricNames
    var table = TextTable(columns: [
      .init(title: "metric"), .init(title: "value", alignRight: true),
      .init(title: intervalTitle, alignRight: true, expendable: 1),
      .init(title: "spread", alignRight: true, expendable: 2), .init(title: ""),
    ])
    for metric in run.metrics where !known.contains(metric.id) {
      let view = MetricView(metric, in: run)
      table.rows.append([
        metric.key.description, view.valueText, view.intervalText, view.spreadText, view.mark,
      ])
    }
    return section("Other metrics", "Median over fresh processes.", table)
  }

  var skipped: [String] {
    guard !run.skipped.isEmpty else { return [] }
    return [style.bold("Not measured")]
      + run.skipped.flatMap { TextStyle.wrap("  \($0.part): \($0.reason)", width: width, indent: "    ") }
      .map { $0.hasPrefix(" ") ? $0 : "  " + $0 }
  }

  var blocks: [String] {
    func count(_ verdict: Block.Verdict) -> Int { run.blocks.count { $0.verdict == verdict } }
    let line =
      "\(run.blocks.count) \(run.blocks.count == 1 ? "block" : "blocks"): \(count(.valid)) valid, \(count(.suspect)) suspect, \(count(.invalid)) invalid; "
      + "every value is the median over fresh processes"
    var lines = [style.bold("Noise"), "  \(line)"]
    if run.validBlocks < MetricView.fewestSamples {
      lines.append(
        style.warn("  Fewer than three blocks count: this is no result. Quiet the host and measure again."))
    }
    let reasons = run.blocks.filter { $0.verdict != .valid }
      .flatMap { block in
        block.reasons.prefix(2).map { "block \(block.block + 1) \(block.verdict.rawValue): \($0)" }
      }
    for reason in reasons.prefix(6) { lines.append(style.dim("  \(reason)")) }
    if reasons.count > 6 { lines.append(style.dim("  and \(reasons.count - 6) more, in the document")) }
    return lines
  }

  var warnings: [String] {
    guard !run.warnings.isEmpty else { return [] }
    return [style.bold("Warnings")]
      + run.warnings.flatMap {
        ["  " + style.warn($0.message)]
          + TextStyle.wrap("→ \($0.advice)", width: width - 4, indent: "  ").map { "    \($0)" }
      }
  }

  var legend: [String] {
    let marks = Set(run.metrics.flatMap { MetricView($0, in: run).mark })
    let meanings: [(Character, String)] = [
      ("!", "fewer than three valid samples: not a result"),
      ("≠", "several modes (shared host, changing placement): each with its number of samples, not averaged"),
      ("~", "some of its samples were disturbed, within the limits (see Noise)"),
    ]
    return meanings.filter { marks.contains($0.0) }.map { style.dim("  \($0.0) \($0.1)") }
  }
}
