internal import Experiment
internal import Platform

/// Progress of writing a file or device once, on standard error: a line that redraws itself on a terminal, one line for
/// each tenth elsewhere.
public final class FillProgress {
  private let byteCount: Int
  private let isTerminal: Bool
  private let now: () -> UInt64
  private let write: (String) -> Void
  private let start: UInt64
  private var told = 0

  /// Says what begins.
  public convenience init(of name: String, byteCount: Int) {
    self.init(
      of: name, byteCount: byteCount, isTerminal: Console.errorIsTerminal, now: Clock.now,
      write: { Console.errorPart($0) })
  }

  init(
    of name: String, byteCount: Int, isTerminal: Bool, now: @escaping () -> UInt64,
    write: @escaping (String) -> Void
  ) {
    self.byteCount = byteCount
    self.isTerminal = isTerminal
    self.now = now
    self.write = write
    start = now()
    write(
      "writing \(ByteText.binary(byteCount)) of \(name) once, before writes are measured (--size takes less, --no-precondition leaves it out)\n"
    )
  }

  /// Takes how many bytes were written so far.
  public func wrote(_ bytes: Int) {
    let percent = Int(Double(bytes) / Double(byteCount) * 100)
    let step = isTerminal ? percent : percent / 10 * 10
    guard step > told else { return }
    told = step
    let left = Clock.seconds(from: start, to: now()) * Double(byteCount - bytes) / Double(bytes)
    let text = "written \(step) %, \(Self.time(left)) left"
    write(isTerminal ? "\r\u{1B}[K\(text)" : "\(text)\n")
  }

  /// Clears the line.
  public func finished() {
    if isTerminal { write("\r\u{1B}[K") }
  }

  /// `3 s`, `12 min`, `5 h`.
  private static func time(_ seconds: Double) -> String {
    if seconds < 120 { return "\(Int(seconds.rounded())) s" }
    return seconds < 7_200 ? "\(Int((seconds / 60).rounded())) min" : "\(Int((seconds / 3_600).rounded())) h"
  }
}
