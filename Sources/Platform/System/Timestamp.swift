import Glibc

/// Moments as RFC 3339 text in UTC.
public enum Timestamp {
  /// Now: `2026-11-23T09:26:00Z`.
  public static func now() -> String { text(Clock.secondsSince1970()) }

  /// A moment in seconds since 1970.
  public static func text(_ seconds: UInt32) -> String {
    var moment = time_t(seconds)
    var parts = tm()
    unsafe gmtime_r(&moment, &parts)
    func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
    let day = "\(parts.tm_year + 1900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
    return "\(day)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec))Z"
  }

  /// Now, for a file name: `20261123-092600`.
  public static func nowForFileName() -> String {
    let text = now().filter { $0 != "-" && $0 != ":" && $0 != "Z" }
    return text.replacing("T", with: "-")
  }
}
