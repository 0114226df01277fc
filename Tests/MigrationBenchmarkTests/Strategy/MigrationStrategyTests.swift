import MigrationBenchmark
import Testing
import VirtualMachine

struct MigrationStrategyTests {
  @Test func theWordsAreTheLabels() {
    #expect(
      MigrationStrategy.Kind.allCases.map(\.rawValue) == [
        "precopy", "auto-converge", "xbzrle", "multifd", "multifd-zstd", "multifd-zlib", "postcopy",
        "postcopy-preempt",
      ])
  }

  @Test func onlyWhatIsNeededIsNamed() {
    #expect(MigrationStrategy(.precopy).capabilities == [.events: true, .returnPath: true])
    #expect(
      MigrationStrategy(.postcopyPreempt).capabilities
        == [.events: true, .returnPath: true, .postcopy: true, .postcopyPreempt: true])
    for kind in MigrationStrategy.Kind.allCases {
      let capabilities = MigrationStrategy(kind).capabilities
      #expect(capabilities[.events] == true && capabilities[.returnPath] == true)
      #expect(capabilities.values.allSatisfy { $0 })
    }
  }

  @Test func limitsAreParameters() {
    let precopy = MigrationStrategy(.precopy, downtimeLimit: 0.05, maxBandwidth: 1e6).parameters
    #expect(precopy.downtimeLimit == 50 && precopy.maxBandwidth == 1_000_000)
    #expect(precopy.multifdChannels == nil && precopy.multifdCompression == nil)
    let multifd = MigrationStrategy(.multifdZlib, channels: 3).parameters
    #expect(multifd.multifdChannels == 3 && multifd.multifdCompression == "zlib")
    #expect(MigrationStrategy(.postcopy).parameters.downtimeLimit == 0)
  }

  @Test func aLoadIsABeacon() throws {
    let load = DirtyClass(pagesPerSecond: 2000, workingSet: 512, filledWords: 100)
    let settings = try load.settings()
    #expect(settings.pagesPerBeat == 2 && settings.pages == 512 && settings.filledWords == 100)
    #expect(DirtyClass(settings) == load)
    #expect(load.label == "2000")
    #expect(throws: TwinError.self) { try DirtyClass(pagesPerSecond: 1e9, workingSet: 16).settings() }
  }
}
