/// Sizes as people write them, in powers of 1,024.
public enum ByteText {
  /// Whole numbers only, as the command line takes them: the largest unit that is exact, else the largest that shows
  /// four digits, rounded down, so that a size just above a limit does not read like the limit.
  public static func binary(_ bytes: Int) -> String {
    let units = [(40, "TiB"), (30, "GiB"), (20, "MiB"), (10, "KiB")]
    for (shift, unit) in units where bytes >= 1 << shift {
      let isExact = bytes & (1 << shift - 1) == 0
      if isExact || bytes >> shift >= 1_000 { return "\(bytes >> shift) \(unit)" }
    }
    return "\(bytes) B"
  }
}
