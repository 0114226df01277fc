internal import FoundationEssentials
internal import VirtualMachine

/// The strategy to take, why, and the commands that set it.
public struct Recommendation: Codable, Sendable, Equatable {
  /// Its index among the sweep's candidates.
  public var index: Int
  /// The strategy.
  public var strategy: MigrationStrategy
  /// Why it, and what to know; each a sentence.
  public var reasons: [String]

  /// What to take of a sweep.
  ///
  /// - Parameter strategy: of a candidate.
  /// - Returns: nil where no candidate was run to an end, or all break the service level beyond doubt.
  public init?<Candidate: Sendable>(
    _ result: SweepResult<Candidate>, strategy: (Candidate) -> MigrationStrategy
  ) {
    let best = result.ranking.first { result.entries[$0].verdict?.verdict != .fail }
    guard let best else { return nil }
    let entry = result.entries[best]
    index = best
    self.strategy = strategy(entry.candidate)
    reasons = []
    if let verdict = entry.verdict { reasons.append("service level: \(verdict.text)") }
    let medians = MigrationFigures.Figure.weighed.compactMap { figure in
      entry.median(of: figure).map { "\(figure.rawValue) \(Self.milliseconds($0))" }
    }
    reasons.append("medians of \(entry.samples.count) migrations: \(medians.joined(separator: ", "))")
    let others = result.front.filter { $0 != best }.map { "\($0 + 1)" }
    if !result.front.contains(best) {
      reasons.append("not on the front of medians: it does better by the bounds")
    } else if !others.isEmpty {
      reasons.append("on the front, with candidates \(others.joined(separator: ", "))")
    }
    if self.strategy.isPostcopy {
      reasons.append(
        "post-copy was measured switched over within 100 ms; the line for virsh does so after a first pass, which takes longer "
          + "and moves more")
      reasons.append("post-copy: when either end or the link fails while pages follow, the guest is lost")
    }
    if self.strategy.kind == .autoConverge {
      reasons.append("auto-converge: holds the guest back by up to 99 % while it migrates")
    }
  }

  private static func milliseconds(_ seconds: Double) -> String {
    seconds < 10 ? "\((seconds * 10_000).rounded() / 10) ms" : "\(Forecast.short(seconds)) s"
  }
}

extension Recommendation {
  /// The commands for QEMU's monitor at both ends, each a line of JSON.
  public var monitorCommands: [String] {
    struct Capability: Encodable {
      let capability: MigrationCapability
      let state: Bool
    }
    struct Capabilities: Encodable {
      let capabilities: [Capability]
    }
    let states = strategy.capabilities.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      Capability(capability: $0.key, state: $0.value)
    }
    return [
      Self.command("migrate-set-capabilities", Capabilities(capabilities: states)),
      Self.command("migrate-set-parameters", strategy.parameters),
    ]
  }

  private static func command(_ name: String, _ arguments: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Words, numbers and booleans always have a text.
    let text = try? encoder.encode(MonitorCommand(execute: name, arguments: arguments))
    return String(decoding: text ?? Data(), as: UTF8.self)
  }

  /// The same for libvirt, as a line of a shell.
  ///
  /// - Parameters:
  ///   - domain: its name.
  ///   - destination: the other host's URI.
  public func virshCommand(domain: String, to destination: String) -> String {
    LibvirtStrategy(strategy).command(domain: domain, to: destination)
  }
}

private struct MonitorCommand<Arguments: Encodable>: Encodable {
  let execute: String
  let arguments: Arguments
}
