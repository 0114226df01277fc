import Testing

@testable import VirtualMachine

@Suite struct BeaconSettingsTests {
  @Test func theyStandInTheSector() throws {
    let settings = try BeaconSettings(interval: 0.002, pages: 0x1234, pagesPerBeat: 2.5, filledWords: 0x3ff)
    let sector = BeaconImage.sector(settings)
    #expect(sector[0] == 0xeb)
    #expect(Array(sector[2..<20]) == [0, 0, 0, 1, 0x34, 0x12, 0, 0, 0, 0x80, 2, 0, 0xff, 3, 0, 0, 0x52, 9])
  }

  @Test func sizesFollow() throws {
    let settings = try BeaconSettings(interval: 0.002, pages: 256, pagesPerBeat: 0.5, filledWords: 0)
    #expect(settings.memory == 16 << 20..<17 << 20)
    #expect(settings.leastMegabytes == 17)
    #expect(settings.dirtyRate == 1_024_000)
    #expect(settings.divisor == 2386)
    #expect(try BeaconSettings(pages: 1, pagesPerBeat: 0, filledWords: 0).leastMegabytes == 17)
  }

  @Test func whatIsOutOfRangeIsNamed() throws {
    func message(_ interval: Double, _ pages: Int, _ rate: Double, _ words: Int) -> String? {
      #expect(throws: TwinError.self) {
        try BeaconSettings(interval: interval, pages: pages, pagesPerBeat: rate, filledWords: words)
      }?.description
    }
    #expect(message(0, 1, 0, 0) == "a beacon cannot have a beat every 0.0 s; choose 0.0005 to 0.05 s")
    #expect(message(.nan, 1, 0, 0)?.hasPrefix("a beacon cannot have a beat every nan s") == true)
    #expect(message(0.06, 1, 0, 0)?.contains("0.06 s") == true)
    #expect(message(0.001, -1, 0, 0)?.contains("-1 pages") == true)
    #expect(message(0.001, 1 << 20, 0, 0)?.contains("0 to 782336") == true)
    #expect(message(0.001, 8, 8.5, 0)?.contains("8.5 pages a beat; choose 0 to 8") == true)
    #expect(message(0.001, 8, .nan, 0)?.contains("nan pages a beat") == true)
    #expect(message(0.001, 8, -1, 0)?.contains("-1.0 pages a beat") == true)
    #expect(message(0.001, 8, 1, 1024)?.contains("0 to 1023") == true)
  }

  @Test func argumentsNameTheDescriptorAndTheDisk() {
    let words = BeaconImage.arguments(accelerator: .tcg, disk: "/d", beats: 7, megabytes: 32)
    #expect(words.contains("socket,id=beats,fd=7"))
    #expect(words.contains("isa-debugcon,iobase=0xe9,chardev=beats"))
    #expect(words.contains("file=/d,if=ide,format=raw,file.locking=off"))
    #expect(words.contains("32"))
  }
}
