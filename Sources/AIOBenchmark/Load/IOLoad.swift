public import Platform

/// A load on a file: what is requested, how many at once, and how.
public struct IOLoad: Codable, Sendable, Equatable {
  /// Direction and order, by fio's names.
  public enum Access: String, Codable, Sendable, CaseIterable {
    /// Sequential reads.
    case read
    /// Sequential writes.
    case write
    /// Random reads.
    case randread
    /// Random writes.
    case randwrite
    /// Random reads and writes.
    case randrw

    /// Whether blocks come in a random order.
    public var isRandom: Bool { self != .read && self != .write }
    /// Whether there are writes among them.
    public var writes: Bool { self != .read && self != .randread }
  }

  /// What hands the requests to the kernel.
  public var engine = IOJob.Engine.libaio
  /// Direction and order.
  public var access = Access.randread
  /// Bytes of a request.
  public var blockBytes = 4_096
  /// Requests in flight of each job.
  public var depth = 1
  /// Threads with a queue each.
  public var jobs = 1
  /// Requests submitted and waited for together.
  public var batch = 1
  /// Where libaio's completions are looked for.
  public var completion = IOJob.Completion.syscall
  /// Past the page cache.
  public var isDirect = true
  /// What makes writes durable.
  public var sync = IOJob.Sync.none
  /// Of a hundred requests of `randrw`, how many read.
  public var readPercent = 70
  /// Arrivals a second of each job; nil: a request for each that ends.
  public var rate: Double?
  /// Whether verdicts count it.
  public var primary = false

  /// Random reads of 4 KiB, one at a time.
  public init() {}

  /// With changes.
  func with(_ change: (inout IOLoad) -> Void) -> IOLoad {
    var load = self
    change(&load)
    return load
  }

  /// Of a hundred requests, how many write.
  var writePercent: Int {
    switch access {
    case .read, .randread: 0
    case .write, .randwrite: 100
    case .randrw: 100 - readPercent
    }
  }

  /// The labels of all that is measured under it.
  var labels: [String: String] {
    var labels = [
      "engine": engine.rawValue, "rw": access.rawValue, "block": SizeText.short(blockBytes),
      "depth": String(depth),
      "jobs": String(jobs), "batch": String(batch), "direct": isDirect ? "yes" : "no", "sync": sync.rawValue,
    ]
    if engine == .libaio { labels["completion"] = completion.rawValue }
    if access == .randrw { labels["mix"] = String(readPercent) }
    if let rate { labels["rate"] = String(Int(rate.rounded())) }
    return labels
  }

  /// For messages: `libaio randread 4k depth 32 jobs 1`.
  var description: String {
    "\(engine.rawValue) \(access.rawValue) \(SizeText.short(blockBytes)) depth \(depth) jobs \(jobs)"
      + (rate.map { " rate \(Int($0.rounded()))" } ?? "") + (sync == .none ? "" : " sync \(sync.rawValue)")
  }
}

/// Sizes as options and labels have them.
enum SizeText {
  /// `512`, `4k`, `1m`.
  static func short(_ bytes: Int) -> String {
    for (unit, factor) in [("g", 1 << 30), ("m", 1 << 20), ("k", 1 << 10)] where bytes.isMultiple(of: factor)
    {
      return "\(bytes / factor)\(unit)"
    }
    return "\(bytes)"
  }
}
