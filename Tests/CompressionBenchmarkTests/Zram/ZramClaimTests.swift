import Experiment
import Foundation
import Platform
import TestSupport
import Testing

@testable import CompressionBenchmark

/// Claims on a made-up sysfs: what is written there is looked at.
@Suite struct ZramClaimTests {
  private let tree: TemporaryTree

  init() throws {
    tree = try TemporaryTree([
      "sys/class/zram-control/hot_add": "", "sys/class/zram-control/hot_remove": "", "dev/null": "",
    ])
  }

  private func addDevice(_ number: Int, diskBytes: Int = 0, hasNode: Bool = true) throws {
    for (name, text) in [
      "disksize": "\(diskBytes)\n", "comp_algorithm": "lzo [lzo-rle] lz4 zstd\n", "reset": "",
      "mm_stat": "",
    ] { try tree.write("sys/block/zram\(number)/\(name)", text) }
    if hasNode { try tree.write("dev/zram\(number)", "") }
  }

  private func text(_ path: String) throws -> String { try Files.text("\(tree.path)/\(path)") }

  private func place(adding number: Int? = nil, boot: String = "this") -> ZramClaim.Place {
    var place = ZramClaim.Place()
    place.sysfs = "\(tree.path)/sys"
    place.devices = "\(tree.path)/dev"
    place.claims = "\(tree.path)/run"
    place.boot = boot
    place.add = { path throws(SystemError) in
      guard let number else { throw SystemError(code: ENOMEM, operation: "read", subject: path) }
      return "\(number)\n"
    }
    return place
  }

  private func refusal(_ place: ZramClaim.Place) -> String? {
    do {
      _ = try ZramClaim(place)
      return nil
    } catch {
      return "\(error)"
    }
  }

  @Test func aDeviceIsAddedAndRemoved() throws {
    try addDevice(0)
    try addDevice(3)
    let claim = try ZramClaim(place(adding: 3))
    #expect(claim.number == 3 && claim.warnings.isEmpty)
    #expect(claim.algorithms == ["lzo", "lzo-rle", "lz4", "zstd"])
    try claim.release()
    #expect(try text("sys/block/zram3/reset") == "1")
    #expect(try text("sys/class/zram-control/hot_remove") == "3")
    #expect(try text("sys/block/zram0/reset") == "")
    #expect(!Files.exists(place().record))
  }

  @Test func anIdleDeviceGetsItsAlgorithmBack() throws {
    try addDevice(0, diskBytes: 4_096)
    try addDevice(1)
    let claim = try ZramClaim(place())
    #expect(claim.number == 1)
    try claim.device.setUp("zstd", bytes: 8_192)
    #expect(try text("sys/block/zram1/disksize") == "8192")
    try claim.release()
    #expect(try text("sys/block/zram1/comp_algorithm") == "lzo-rle")
    #expect(try text("sys/block/zram1/reset") == "1")
    #expect(try text("sys/class/zram-control/hot_remove") == "")
  }

  @Test func oneClaimAtATime() throws {
    try addDevice(0)
    let claim = try ZramClaim(place())
    #expect(refusal(place()) == "another Run uses zram now")
    try claim.release()
  }

  /// A claim that was never released: the lock is gone with its process, the record is not.
  @Test func theNextClaimPutsALeftoverBack() throws {
    try addDevice(0)
    try addDevice(5)
    _ = try ZramClaim(place(adding: 5))
    let next = try ZramClaim(place(adding: 0))
    #expect(next.warnings.map(\.code) == ["compression.zram_leftover"])
    #expect(next.warnings.first?.message == "zram5 of a Run that was killed was put back as it had been")
    #expect(try text("sys/class/zram-control/hot_remove") == "5")
    try next.release()
  }

  @Test func devicesOfAnotherBootAreNotTouched() throws {
    try addDevice(0)
    _ = try ZramClaim(place())
    let next = try ZramClaim(place(boot: "the next"))
    #expect(next.warnings.isEmpty)
    #expect(try text("sys/block/zram0/reset") == "")
    try next.release()
  }

  @Test func refusalsSayWhy() throws {
    try addDevice(0, diskBytes: 4_096)
    #expect(refusal(place())?.hasPrefix("every zram device is in use, and none can be added") == true)
    try addDevice(2, hasNode: false)
    #expect(refusal(place(adding: 2))?.hasPrefix("zram2 has no file in") == true)
    #expect(try text("sys/class/zram-control/hot_remove") == "2")
    try tree.write("sys/block/zram4/comp_algorithm", "[lzo [lz4\n")
    #expect(refusal(place(adding: 4))?.contains("is not understood: [lzo [lz4") == true)
    try tree.write("run/zram.json", "{")
    #expect(refusal(place())?.hasPrefix("\(place().record) is not understood") == true)
    var none = place()
    none.sysfs = "\(tree.path)/nowhere"
    #expect(refusal(none) == "the kernel's zram module is not loaded; modprobe zram loads it")
  }
}
