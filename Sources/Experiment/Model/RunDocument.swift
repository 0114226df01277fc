internal import FoundationEssentials

/// A Run as the bytes of its document.
public enum RunDocument {
  /// JSON with sorted keys, and a line end.
  public static func encode(_ run: Run) throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(run)) + [0x0A]
  }
}
