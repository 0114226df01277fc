/// A kernel file that lists all choices with the one in force in brackets.
public enum KernelChoice {
  /// The choice in brackets: `madvise` of `always [madvise] never`; the whole text where there are none.
  public static func chosen(_ text: String) -> String {
    guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
      return text
    }
    return String(text[text.index(after: open)..<close])
  }
}
