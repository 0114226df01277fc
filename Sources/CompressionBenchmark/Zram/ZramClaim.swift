public import Experiment
internal import FoundationEssentials
public import Platform

/// A zram device that nobody uses, for the time of a Run: put back as it was when it is released.
///
/// A device of its own is added to the kernel where that can be; else one is taken that is not set up. What was done
/// stands in a file before it is done, with a lock that ends with the process: after a kill -9 the next claim puts the
/// device back.
public final class ZramClaim {
  /// Where zram is, and where its claims are kept.
  struct Place: Sendable {
    var sysfs = "/sys"
    var devices = "/dev"
    var claims = "/run/assay"
    var boot = Files.fact("/proc/sys/kernel/random/boot_id") ?? ""
    /// Adds a device and answers its number; on the kernel by reading `hot_add`.
    var add: @Sendable (_ sysfs: String) throws(SystemError) -> String = { sysfs throws(SystemError) in
      try Files.text("\(sysfs)/class/zram-control/hot_add")
    }
    /// What was done, in words for the next one.
    var record: String { "\(claims)/zram.json" }
  }

  /// What stands in the file.
  struct Record: Codable, Equatable {
    /// The device; nil while one is being added.
    var number: Int?
    /// The boot that it was written in: devices of another one are not these.
    var boot = ""
    /// The process that claims it.
    var process = CurrentProcess.identifier
    /// Whether it was added.
    var isAdded: Bool
    /// The algorithm it had.
    var algorithm = ""
  }

  /// Why no device is to be had.
  public struct Unavailable: Error, CustomStringConvertible, Sendable {
    /// In words.
    public let description: String
  }

  private let place: Place
  private let lock: FileLock
  private let record: Record
  let device: ZramDevice
  /// What it offers, in its order.
  public let algorithms: [String]
  /// What was found of a Run that was killed.
  public let warnings: [Run.Warning]

  /// The device's number.
  public var number: Int { device.number }

  /// Claims a device.
  ///
  /// - Throws: `Unavailable`.
  public convenience init() throws {
    guard CurrentProcess.isRoot else { throw Unavailable(description: "setting up a zram device needs root") }
    try self.init(Place())
  }

  init(_ place: Place) throws {
    self.place = place
    guard Files.exists("\(place.sysfs)/class/zram-control") else {
      throw Unavailable(description: "the kernel's zram module is not loaded; modprobe zram loads it")
    }
    do {
      try Files.createDirectories(place.claims)
      lock = try FileLock("\(place.claims)/zram.lock")
    } catch {
      let reason = error.isHeldElsewhere ? "another Run uses zram now" : "\(error)"
      throw Unavailable(description: reason)
    }
    warnings = try Self.putBackLeftover(place)
    do {
      (device, record) = try Self.take(place)
      algorithms = try device.algorithms().offered
    } catch let error as SystemError {
      throw Unavailable(description: "\(error)")
    } catch let error as NotMeasurable {
      throw Unavailable(description: "\(error)")
    }
  }

  /// Puts the device back.
  ///
  /// - Throws: what the kernel says; the claim stays, and the next one tries again.
  public func release() throws(SystemError) {
    try Self.putBack(record, place)
    try Files.remove(place.record)
  }

  // MARK: - Taking

  private static func take(_ place: Place) throws -> (ZramDevice, Record) {
    try write(Record(number: nil, boot: place.boot, isAdded: true), place)
    let refusal: SystemError
    do {
      let text = try place.add(place.sysfs).trimmingSpace()
      guard let number = Int(text) else {
        throw NotMeasurable("hot_add of zram-control answered \(text) instead of a number")
      }
      return try taken(ZramDevice(number: number, sysfs: place.sysfs), isAdded: true, place)
    } catch let error as SystemError {
      refusal = error
    }
    for number in idleNumbers(place) {
      return try taken(ZramDevice(number: number, sysfs: place.sysfs), isAdded: false, place)
    }
    try Files.remove(place.record)
    throw NotMeasurable("every zram device is in use, and none can be added: \(refusal)")
  }

  private static func taken(
    _ device: ZramDevice, isAdded: Bool, _ place: Place
  ) throws -> (ZramDevice, Record) {
    let record = Record(
      number: device.number, boot: place.boot, isAdded: isAdded, algorithm: try device.algorithms().chosen)
    try write(record, place)
    guard Files.exists("\(place.devices)/\(device.name)") else {
      try putBack(record, place)
      try Files.remove(place.record)
      throw NotMeasurable("\(device.name) has no file in \(place.devices)")
    }
    return (device, record)
  }

  /// Devices that are not set up: nobody can use one.
  private static func idleNumbers(_ place: Place) -> [Int] {
    let names = (try? Files.names(in: "\(place.sysfs)/block")) ?? []
    return names.filter { $0.hasPrefix("zram") }.compactMap { Int($0.dropFirst(4)) }.sorted()
      .filter { (try? ZramDevice(number: $0, sysfs: place.sysfs).diskBytes()) == 0 }
  }

  // MARK: - Putting back

  private static func putBack(_ record: Record, _ place: Place) throws(SystemError) {
    guard let number = record.number else { return }
    let device = ZramDevice(number: number, sysfs: place.sysfs)
    guard Files.exists("\(place.sysfs)/block/\(device.name)") else { return }
    try device.reset()
    if record.isAdded {
      try Files.write("\(number)", into: "\(place.sysfs)/class/zram-control/hot_remove")
    } else {
      // A reset gives it the kernel's usual algorithm.
      try device.choose(record.algorithm)
    }
  }

  private static func putBackLeftover(_ place: Place) throws -> [Run.Warning] {
    guard Files.exists(place.record) else { return [] }
    let bytes = try Files.bytes(place.record)
    guard let record = try? JSONDecoder().decode(Record.self, from: Data(bytes)) else {
      throw Unavailable(
        description: "\(place.record) is not understood; remove it when no zram device is left set up")
    }
    guard record.boot == place.boot else {
      try Files.remove(place.record)
      return []
    }
    let name = record.number.map { "zram\($0)" } ?? "a zram device"
    do {
      try putBack(record, place)
      try Files.remove(place.record)
    } catch {
      throw Unavailable(
        description: "a Run that was killed left \(name) set up, and it cannot be put back: \(error)")
    }
    let done = record.number == nil ? "may have been added" : "was put back as it had been"
    return [
      Run.Warning(
        code: "compression.zram_leftover", message: "\(name) of a Run that was killed \(done)",
        advice: "nothing is left to do unless lsblk shows a zram device that you do not know")
    ]
  }

  private static func write(_ record: Record, _ place: Place) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    try Files.replace(place.record, with: Array(try encoder.encode(record)))
  }
}

/// What a plan can count on of zram.
public enum ZramOffer: Sendable, Equatable {
  /// A device that is claimed, and what it offers.
  case device(number: Int, algorithms: [String])
  /// None, and why.
  case unavailable(String)
}
