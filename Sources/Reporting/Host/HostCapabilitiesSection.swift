internal import Host

/// What can be measured, and why the rest cannot.
struct HostCapabilitiesSection {
  private let all: [Capability]
  private let terminal: TerminalText

  init(_ capabilities: [Capability], _ terminal: TerminalText) {
    all = capabilities
    self.terminal = terminal
  }

  func lines() -> [String] {
    // What a captured machine cannot answer is told once.
    let shared = Dictionary(grouping: all.filter { $0.available == .unknown }, by: \.reason)
      .filter { $0.value.count > 2 }
    return terminal.heading("What can be measured here")
      + all.filter { shared[$0.reason] == nil }.flatMap(line)
      + shared.sorted { $0.key < $1.key }.flatMap { reason, capabilities in
        let names = capabilities.map(\.name).joined(separator: ", ")
        let text = "\(HostFacts.unknown): \(names) (\(reason))"
        let lines = TerminalText.filled(text, to: terminal.width - 4)
        return TerminalText.hanging(lines, first: "  ", under: 4).map { terminal.paint($0, .caution) }
      }
  }

  /// `  io_uring      no   disabled by sysctl; set …`
  private func line(_ capability: Capability) -> [String] {
    let word =
      switch capability.available {
      case .yes: terminal.paint("yes", .good)
      case .no: terminal.paint("no ", .bad)
      case .unknown: terminal.paint("?  ", .caution)
      }
    let column = (all.map(\.name.count).max() ?? 0) + 6
    let name = capability.isFinerPoint ? "  \(capability.name)" : capability.name
    let label = "  \(name)".padded(to: column)
    let indent = label.count + 5
    let advice = capability.available == .yes ? nil : capability.advice
    let text = [capability.reason, advice].compactMap { $0 }.joined(separator: "; ")
    return TerminalText.hanging(
      TerminalText.filled(text, to: terminal.width - indent), first: "\(label)\(word)  ", under: indent)
  }
}
