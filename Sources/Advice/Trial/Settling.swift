public import Host
public import Platform

/// Waits after a change of settings until the machine is as quiet as it was before: the declared criterion, not a guess.
public protocol Settling: Sendable {
  /// The criterion in words, for the report.
  var criterion: String { get }
  /// What the machine is like before anything is changed.
  func level() async throws -> PressureLevel
  /// Waits until it is so again.
  ///
  /// - Returns: nil when it is; why not, where the time is over.
  /// - Throws: `CancellationError`.
  func settle(to level: PressureLevel) async throws -> String?
}

/// Shares of a short window in which some task waited for a resource (`/proc/pressure`); nil where it is not known.
public struct PressureLevel: Sendable, Equatable {
  /// For a CPU.
  public var cpu: Double?
  /// For storage.
  public var io: Double?
  /// For memory.
  public var memory: Double?

  /// Shares, each from 0 to 1.
  public init(cpu: Double? = nil, io: Double? = nil, memory: Double? = nil) {
    self.cpu = cpu
    self.io = io
    self.memory = memory
  }
}

/// Settled means: over a window no resource was waited for more than twice as much as before, or than 5 % of the time.
///
/// A setting that moves memory or writes back leaves work behind (compaction, reclaim, migration of pages), which shows as
/// pressure. Both arms of a trial wait by the same rule, so that waiting itself is in neither.
public struct PressureSettling: Settling {
  /// Seconds of a window.
  public var window = 0.25
  /// Seconds that it may take.
  public var limit = 10.0
  /// A share that is quiet, whatever it was before.
  public var quiet = 0.05

  private let root: HostRoot
  private let interruption: Interruption?

  /// For a machine.
  ///
  /// - Parameter interruption: whose request ends the waiting.
  public init(root: HostRoot = .live, interruption: Interruption? = nil) {
    self.root = root
    self.interruption = interruption
  }

  /// In words.
  public var criterion: String {
    "pressure on CPU, storage and memory over \(window) s not above twice that before, or \(Int(quiet * 100)) %; at most "
      + limitText
  }

  private var limitText: String { limit >= 1 ? "\(Int(limit)) s" : "\(limit) s" }

  /// The shares over one window.
  public func level() async throws -> PressureLevel {
    let before = totals()
    let start = Clock.now()
    try await Task.sleep(for: .seconds(window))
    let seconds = max(1e-3, Clock.seconds(from: start, to: Clock.now()))
    let after = totals()
    func share(_ path: KeyPath<PressureLevel, Double?>) -> Double? {
      guard let now = after[keyPath: path], let then = before[keyPath: path] else { return nil }
      return min(1, max(0, (now - then) / seconds))
    }
    return PressureLevel(cpu: share(\.cpu), io: share(\.io), memory: share(\.memory))
  }

  /// Windows until one is quiet; one at least.
  public func settle(to level: PressureLevel) async throws -> String? {
    let start = Clock.now()
    while true {
      if interruption?.isRequested ?? false { throw CancellationError() }
      let now = try await self.level()
      let loud = excess(now, over: level)
      if loud == nil { return nil }
      if Clock.seconds(from: start, to: Clock.now()) >= limit {
        return "after \(limitText) there still was \(loud ?? "pressure")"
      }
    }
  }

  /// What is louder than it may be, in words.
  func excess(_ now: PressureLevel, over before: PressureLevel) -> String? {
    let resources: [(String, KeyPath<PressureLevel, Double?>)] = [
      ("CPU", \.cpu), ("storage", \.io), ("memory", \.memory),
    ]
    for (name, path) in resources {
      guard let present = now[keyPath: path] else { continue }
      let allowed = max(quiet, 2 * (before[keyPath: path] ?? 0))
      if present > allowed { return "pressure on \(name) of \(TrialText.percent(present))" }
    }
    return nil
  }

  /// Seconds waited since the boot.
  private func totals() -> PressureLevel {
    func total(_ name: String) -> Double? { Self.seconds(root.text("proc/pressure/\(name)")) }
    return PressureLevel(cpu: total("cpu"), io: total("io"), memory: total("memory"))
  }

  /// Seconds of the line `some … total=<µs>`.
  static func seconds(_ text: String?) -> Double? {
    let line = text?.split(separator: "\n").first { $0.hasPrefix("some") }
    let total = line?.split(separator: " ").first { $0.hasPrefix("total=") }
    return total.flatMap { Double($0.dropFirst("total=".count)) }.map { $0 * 1e-6 }
  }
}
