/// How likely a difference between two hosts moves what is measured on them; the likeliest first.
public enum Relevance: String, Codable, Sendable, CaseIterable, Comparable {
  /// It is another machine: processor, shape, memory.
  case hardware
  /// The kernel itself.
  case kernel
  /// What the kernel does against the processor's vulnerabilities.
  case mitigation
  /// What the kernel was built or started with: command line, isolation, SMT.
  case boot
  /// Microcode and firmware.
  case microcode
  /// A setting that is known to move a metric: governor, huge pages, scheduler, clock.
  case knob
  /// A setting that is known, but is tied to no metric.
  case documented
  /// A setting that nothing is known of here.
  case setting
  /// What stands around the kernel: distribution, modules, the loader's words.
  case surroundings
  /// A default that the kernel reckons from the size of memory, and that came out a little different.
  case derived

  /// By likelihood.
  public static func < (left: Relevance, right: Relevance) -> Bool { left.rank < right.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}
