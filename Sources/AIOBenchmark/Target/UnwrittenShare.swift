public import Experiment
internal import Host
internal import Platform

/// How much of a file was never written: reads there end in the kernel, and look faster than the device is.
public enum UnwrittenShare: Sendable, Equatable {
  /// This share of the range is a hole or was only reserved (fallocate), from 0 to 1.
  case known(Double)
  /// Holes alone are this share; whether more was only reserved, the file system does not tell.
  case atLeast(Double)
  /// The file system does not tell.
  case unknown

  /// Looks at the beginning of a file; nil for a device, which has no extents.
  public static func read(path: String, byteCount: Int) -> UnwrittenShare? {
    guard let status = try? FileStatus(of: path) else { return .unknown }
    guard status.kind == .file else { return nil }
    let written = (try? Files.writtenBytes(of: path, upTo: byteCount)).flatMap(\.self)
    return of(byteCount, written: written, allocated: status.allocatedBytes)
  }

  /// The share of a range from what is known, in bytes.
  ///
  /// - Parameters:
  ///   - byteCount: the range, from the beginning of the file; at least 1.
  ///   - written: what of it the file system says was written; nil when it does not tell.
  ///   - allocated: what the file system holds of the whole file.
  static func of(_ byteCount: Int, written: Int?, allocated: Int) -> UnwrittenShare {
    if let written { return .known(1 - Double(min(written, byteCount)) / Double(byteCount)) }
    let holes = byteCount - allocated
    return holes > 0 ? .atLeast(Double(holes) / Double(byteCount)) : .unknown
  }

  /// For the facts of a Run: `0 %`, `at least 25 %`, `unknown`.
  public var text: String {
    switch self {
    case .known(let share): Self.percent(share)
    case .atLeast(let share): "at least \(Self.percent(share))"
    case .unknown: HostFacts.unknown
    }
  }

  /// What the reader must know where a part was never written.
  public func warnings(of path: String) -> [Run.Warning] {
    switch self {
    case .known(0), .unknown: return []
    case .known, .atLeast: break
    }
    return [
      Run.Warning(
        code: "aio.unwritten",
        message:
          "\(text) of \(path) was never written (holes, or space that was only reserved): reads there do not reach the device",
        advice: "write all of it first (dd if=/dev/urandom of=\(path) bs=1M), or leave --file out")
    ]
  }

  /// Whole per cent; what is more than nothing does not read like nothing, nor less than all like all.
  private static func percent(_ share: Double) -> String {
    if share > 0 && share < 0.01 { return "less than 1 %" }
    return "\(share < 1 ? min(99, Int((share * 100).rounded())) : 100) %"
  }
}
