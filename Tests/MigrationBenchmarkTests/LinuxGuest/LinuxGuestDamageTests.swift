import Foundation
import Platform
import TestSupport
import Testing

@testable import VirtualMachine

/// The guest's own check, without a migration: its memory is a file that the test changes behind its back.
@Suite(.enabled(if: LinuxMachine.missingKernel == nil, "\(LinuxMachine.missingKernel ?? "")"))
struct LinuxGuestDamageTests {
  private static let patience = 120.0

  @Test(arguments: [0.0, 4])
  func aWordThatIsChangedIsTold(_ pagesPerBeat: Double) async throws {
    let kernel = try await KernelCache().kernel()
    try OwnThread.run {
      let settings = try BeaconSettings(pages: 256, pagesPerBeat: pagesPerBeat, filledWords: 300)
      let guest = try LinuxGuest(kernel: kernel, settings)
      let memory = try MemoryFile()
      try memory.resize(to: guest.leastMegabytes << 20)
      let machine = try LinuxMachine(
        guest,
        and: [
          "-machine", "memory-backend=memory", "-object",
          "memory-backend-file,id=memory,share=on,size=\(guest.leastMegabytes)M,mem-path=\(memory.pathForOthers)",
        ])
      _ = try #require(machine.listener.beat(within: Self.patience) { $0.record.sequence > 100 })
      try machine.qemu.monitor.stop()
      #expect(machine.listener.damages.isEmpty)
      let record = try #require(machine.listener.beats.last).record
      // Behind the page that is written to next: these are of the pass before.
      let page = (Int(record.page) + 100) % settings.pages
      let pass = page > Int(record.page) ? record.pass - 1 : record.pass
      for word in [7, 200] { try Self.change(word, of: page, pass, settings, in: memory) }
      try machine.qemu.monitor.cont()
      let heard = machine.listener.beats.count
      _ = try #require(
        machine.listener.beat(from: heard, within: Self.patience) { _ in !machine.listener.damages.isEmpty })
      let told = try #require(machine.listener.damages.first)
      // Words are looked at from the end on.
      #expect(told.pass == pass && told.damage.page == page && told.damage.word == 200)
      let expected = BeaconMemory.page(page, pass: pass, filledWords: settings.filledWords)[200]
      #expect(told.damage.expected == expected && told.damage.found == expected ^ 1 << 20)
      #expect(throws: GuestDamage.self) {
        try guest.verify(machine.listener, since: told.time, within: Self.patience)
      }
      // Once: it was written to afterwards.
      if pagesPerBeat > 0 { #expect(machine.listener.damages.count == 1) }
    }
  }

  /// Finds a page by what is in it, and flips bit 20 of a word.
  private static func change(
    _ word: Int, of page: Int, _ pass: UInt32, _ settings: BeaconSettings, in memory: MemoryFile
  ) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: memory.pathForOthers))
    defer { try? file.close() }
    let words = BeaconMemory.page(page, pass: pass, filledWords: settings.filledWords)
    let begin = Data(
      words.prefix(4).flatMap { value in (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } })
    let all = try #require(try file.readToEnd())
    let start = try #require(
      stride(from: 0, to: all.count, by: 4096).first { all[$0..<$0 + 16] == begin })
    let byte = start + word * 4 + 2
    try file.seek(toOffset: UInt64(byte))
    try file.write(contentsOf: [all[byte] ^ 0x10])
  }
}
