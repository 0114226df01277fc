import MigrationBenchmark
import Testing

@Suite struct LibvirtStrategyTests {
  private static let ending = "--domain web --desturi qemu+ssh://b/system"
  private static let limit = "virsh migrate-setmaxdowntime web 300 && "

  @Test(arguments: [
    (MigrationStrategy.Kind.precopy, ""), (.autoConverge, "--auto-converge "),
    (.xbzrle, "--compressed --comp-methods xbzrle "), (.multifd, "--parallel --parallel-connections 2 "),
    (.multifdZstd, "--parallel --parallel-connections 2 --compressed --comp-methods zstd "),
    (.multifdZlib, "--parallel --parallel-connections 2 --compressed --comp-methods zlib "),
  ])
  func itWritesTheLine(kind: MigrationStrategy.Kind, flags: String) {
    let line = LibvirtStrategy(MigrationStrategy(kind)).command(domain: "web", to: "qemu+ssh://b/system")
    #expect(line == "\(Self.limit)virsh migrate --live \(flags)\(Self.ending)")
  }

  @Test(arguments: [MigrationStrategy.Kind.postcopy, .postcopyPreempt])
  func postcopyNeedsNoLimit(kind: MigrationStrategy.Kind) {
    let line = LibvirtStrategy(MigrationStrategy(kind, maxBandwidth: 5e6)).command(
      domain: "web", to: "qemu+ssh://b/system")
    let flags = "--postcopy --postcopy-after-precopy --bandwidth 5 --postcopy-bandwidth 5"
    #expect(line == "virsh migrate --live \(flags) \(Self.ending)")
  }

  @Test func itQuotesForAShell() {
    var strategy = LibvirtStrategy(MigrationStrategy(.precopy, downtimeLimit: 0, maxBandwidth: 1))
    strategy.copiesStorage = true
    strategy.isPeerToPeer = true
    strategy.movesDefinition = true
    strategy.migrateURI = "tcp://10.0.0.2"
    let line = strategy.command(domain: "it's", to: "qemu+unix:///session?socket=/x", from: "qemu:///system")
    #expect(
      line
        == "virsh -c qemu:///system migrate-setmaxdowntime 'it'\\''s' 1 && virsh -c qemu:///system migrate --live "
        + "--bandwidth 1 --copy-storage-all --p2p --persistent --undefinesource --migrateuri tcp://10.0.0.2 "
        + "--domain 'it'\\''s' --desturi 'qemu+unix:///session?socket=/x'")
  }
}
