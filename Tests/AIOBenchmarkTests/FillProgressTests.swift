import Testing

@testable import AIOBenchmark

struct FillProgressTests {
  private final class Said {
    var seconds = 0
    var text: [String] = []
  }

  private let said = Said()

  private func progress(isTerminal: Bool) -> FillProgress {
    let said = said
    return FillProgress(
      of: "/dev/x", byteCount: 1 << 40, isTerminal: isTerminal,
      now: { UInt64(said.seconds) * 1_000_000_000 }, write: { said.text.append($0) })
  }

  /// Writes per cent after per cent, a minute each.
  private func run(_ progress: FillProgress, to percent: Int) {
    for done in 1...percent {
      said.seconds += 60
      progress.wrote(Int(Double(1 << 40) * Double(done) / 100) + 1)
    }
  }

  @Test func itBeginsWithWhatIsWrittenAndHowToTakeLess() {
    _ = progress(isTerminal: false)
    #expect(
      said.text == [
        "writing 1 TiB of /dev/x once, before writes are measured (--size takes less, --no-precondition leaves it out)\n"
      ])
  }

  @Test func linesComeWithEachTenth() {
    run(progress(isTerminal: false), to: 100)
    #expect(said.text.count == 11)
    #expect(said.text[1] == "written 10 %, 90 min left\n")
    #expect(said.text[9] == "written 90 %, 10 min left\n")
    #expect(said.text[10].hasPrefix("written 100 %, "))
  }

  @Test func aTerminalIsRedrawnWithEachPerCent() {
    let progress = progress(isTerminal: true)
    run(progress, to: 2)
    progress.finished()
    #expect(
      said.text.dropFirst() == [
        "\r\u{1B}[Kwritten 1 %, 99 min left", "\r\u{1B}[Kwritten 2 %, 98 min left", "\r\u{1B}[K",
      ])
  }
}
