internal import FoundationEssentials

/// Moments as RFC 3339 text in UTC.
public enum Timestamp {
  /// Now: `2026-11-23T09:26:00Z`.
  public static func now() -> String { Date.now.formatted(.iso8601) }

  /// A moment in seconds since 1970.
  public static func text(_ seconds: UInt32) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  /// Now, for a file name: `20261123-092600`.
  public static func nowForFileName() -> String {
    let text = now().filter { $0 != "-" && $0 != ":" && $0 != "Z" }
    return text.replacing("T", with: "-")
  }
}
