/// Decides whether a block counts, from the noise of its processes.
public struct BlockJudge: Sendable {
  private let limits: NoiseLimits

  /// A judge with these limits.
  public init(limits: NoiseLimits) { self.limits = limits }

  /// The verdict over all parts of a block, and why it is not simply valid.
  ///
  /// What is unknown neither condemns nor clears a block. Reasons that make it invalid come first, for often only
  /// the first is shown.
  public func judge(_ parts: [(part: String, noise: Noise)]) -> (verdict: Block.Verdict, reasons: [String]) {
    var invalid: [String] = []
    var suspect: [String] = []
    for (part, noise) in parts {
      for finding in findings(noise) {
        let reason = "\(part): \(finding.text)"
        if finding.verdict == .invalid { invalid.append(reason) } else { suspect.append(reason) }
      }
    }
    let verdict: Block.Verdict = !invalid.isEmpty ? .invalid : suspect.isEmpty ? .valid : .suspect
    return (verdict, invalid + suspect)
  }

  private typealias Finding = (verdict: Block.Verdict, text: String)

  private func findings(_ noise: Noise) -> [Finding] {
    let switchRate = noise.involuntarySwitches.flatMap { count in
      noise.window.flatMap { $0 > 0 ? Double(count) / $0 : nil }
    }
    return [
      share(noise.stealShare, limits.stealShare, "stolen by the hypervisor"),
      share(noise.otherUseShare, limits.otherUseShare, "of the CPUs used by others"),
      finding(switchRate, limits.involuntarySwitchRate) { "\(Int($0)) involuntary switches a second" },
      share(noise.ioPressure, limits.ioPressure, "of the time under I/O pressure"),
      share(noise.memoryPressure, limits.memoryPressure, "of the time under memory pressure"),
      share(noise.gapShare, limits.gapShare, "of the CPU time lost in gaps"),
      share(noise.frequencyDrift.map(\.magnitude), limits.frequencyDrift, "change of CPU speed"),
    ].compactMap { $0 }
  }

  private func share(_ value: Double?, _ limit: NoiseLimits.Limit, _ what: String) -> Finding? {
    finding(value, limit) {
      "\(Self.percent($0)) \(what)"
    } limitText: {
      Self.percent($0)
    }
  }

  private func finding(
    _ value: Double?, _ limit: NoiseLimits.Limit, _ text: (Double) -> String,
    limitText: (Double) -> String = { "\(Int($0))" }
  ) -> Finding? {
    guard let value, value > limit.suspect else { return nil }
    let invalid = value > limit.invalid
    let bound = limitText(invalid ? limit.invalid : limit.suspect)
    return (invalid ? .invalid : .suspect, "\(text(value)) (limit \(bound))")
  }

  private static func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10) %" : "\(tenths / 10).\(tenths % 10) %"
  }
}
