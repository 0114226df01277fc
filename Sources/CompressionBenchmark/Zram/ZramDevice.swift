internal import Experiment
internal import Platform

/// A zram device: a disk in memory that compresses what is written to it.
///
/// Attributes as in the kernel's Documentation/admin-guide/blockdev/zram.rst.
struct ZramDevice: Sendable, Equatable {
  /// Its number: 0 of zram0.
  let number: Int
  /// Where sysfs is; another directory for tests.
  var sysfs = "/sys"

  /// How long the kernel may call it in use after its last user has gone: tools that look at new devices (udev) open
  /// it for a moment.
  private static let busySeconds = 2.0

  /// `zram0`.
  var name: String { "zram\(number)" }
  /// The block device.
  var node: String { "/dev/\(name)" }

  private func path(_ attribute: String) -> String { "\(sysfs)/block/\(name)/\(attribute)" }

  /// Bytes of the disk; 0 while it is not set up.
  func diskBytes() throws -> Int {
    let text = try Files.text(path("disksize"))
    guard let bytes = Int(text.trimmingSpace()) else { throw unreadable("disksize", text) }
    return bytes
  }

  /// The algorithms it offers, and the one it has: from `lzo-rle [lz4] zstd`.
  func algorithms() throws -> (offered: [String], chosen: String) {
    let text = try Files.text(path("comp_algorithm")).trimmingSpace()
    let words = text.split(separator: " ").map(String.init)
    let chosen = words.filter { $0.hasPrefix("[") && $0.hasSuffix("]") }.map {
      String($0.dropFirst().dropLast())
    }
    guard chosen.count == 1 else { throw unreadable("comp_algorithm", text) }
    return (words.map { $0.hasPrefix("[") ? chosen[0] : $0 }, chosen[0])
  }

  /// Chooses the algorithm of a device that is not set up.
  func choose(_ algorithm: String) throws(SystemError) {
    try Files.write(algorithm, into: path("comp_algorithm"))
  }

  /// Makes a disk of it. It must not be set up.
  func setUp(_ algorithm: String, bytes: Int) throws(SystemError) {
    try choose(algorithm)
    try Files.write("\(bytes)", into: path("disksize"))
  }

  /// Drops what it holds and makes it a device that is not set up.
  ///
  /// - Throws: EBUSY while somebody has it open, or it is swapped to.
  func reset() throws(SystemError) {
    let start = Clock.now()
    while true {
      do {
        return try Files.write("1", into: path("reset"))
      } catch {
        guard error.isBusy, Clock.seconds(from: start, to: Clock.now()) < Self.busySeconds else {
          throw error
        }
        Clock.pause(0.01)
      }
    }
  }

  /// What it holds.
  func statistics() throws -> ZramStatistics {
    let text = try Files.text(path("mm_stat"))
    guard let statistics = ZramStatistics(text) else { throw unreadable("mm_stat", text) }
    return statistics
  }

  private func unreadable(_ attribute: String, _ text: String) -> NotMeasurable {
    NotMeasurable("\(path(attribute)) is not understood: \(text.trimmingSpace())")
  }
}

/// What a zram device holds: its `mm_stat`.
struct ZramStatistics: Equatable {
  /// Uncompressed bytes, pages that are filled with one value included.
  var originalBytes: Int
  /// Compressed bytes; pages that are filled with one value take none.
  var compressedBytes: Int
  /// Bytes of memory that the device takes for them, what is lost between them included.
  var memoryBytes: Int
  /// Pages that are filled with one value.
  var samePages: Int
  /// Pages that did not become small enough and are kept as they are.
  var hugePages: Int

  /// From the file's columns: orig_data_size compr_data_size mem_used_total mem_limit mem_used_max same_pages
  /// pages_compacted huge_pages …
  init?(_ text: String) {
    let words = text.split(whereSeparator: \.isWhitespace)
    let columns = words.compactMap { Int($0) }
    guard columns.count == words.count, columns.count >= 8 else { return nil }
    originalBytes = columns[0]
    compressedBytes = columns[1]
    memoryBytes = columns[2]
    samePages = columns[5]
    hugePages = columns[7]
  }
}
