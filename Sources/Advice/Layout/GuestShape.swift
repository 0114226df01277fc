/// Guests of one size.
public struct GuestShape: Codable, Sendable, Equatable {
  /// Guests that one layout may place.
  public static let mostGuests = 4_096
  /// Virtual CPUs that one guest may have.
  public static let mostCPUs = 4_096

  /// How many there are of it.
  public var count: Int
  /// Virtual CPUs of each.
  public var cpus: Int
  /// Bytes of memory of each.
  public var memoryBytes: UInt64

  /// Guests of this size; each number is at least 1, anything less is a programming error.
  public init(count: Int = 1, cpus: Int, memoryBytes: UInt64) {
    precondition(count > 0 && cpus > 0 && memoryBytes > 0, "a guest shape has no zeros")
    self.count = count
    self.cpus = cpus
    self.memoryBytes = memoryBytes
  }

  enum CodingKeys: String, CodingKey {
    case count, cpus
    case memoryBytes = "memory_bytes"
  }
}

extension GuestShape: CustomStringConvertible {
  /// `6 guests of 4 CPUs and 16 GiB`.
  public var description: String {
    "\(LayoutText.count(count, "guest")) of \(LayoutText.count(cpus, "CPU")) and \(LayoutText.bytes(memoryBytes))"
  }
}
