/// A stretch of a file, a device or a sample in memory.
public struct Extent: Codable, Sendable, Equatable {
  /// What to open.
  public var path: String
  /// Bytes from its beginning.
  public var offset: UInt64
  /// Bytes.
  public var bytes: Int

  /// A stretch.
  public init(path: String, offset: UInt64 = 0, bytes: Int) {
    self.path = path
    self.offset = offset
    self.bytes = bytes
  }
}

/// How stretches are cut and chosen.
enum Extents {
  /// Bytes of all.
  static func bytes(_ extents: [Extent]) -> Int { extents.reduce(0) { $0 + $1.bytes } }

  /// The same bytes in stretches of at most `most`.
  static func cut(_ extents: [Extent], most: Int) -> [Extent] {
    extents.flatMap { extent in
      stride(from: 0, to: extent.bytes, by: most).map {
        Extent(path: extent.path, offset: extent.offset + UInt64($0), bytes: min(most, extent.bytes - $0))
      }
    }
  }

  /// Whole stretches of at most `limit` bytes together, spread evenly over all; all where they are no more. One at least.
  static func spread(_ extents: [Extent], limit: Int) -> [Extent] {
    let total = bytes(extents)
    guard total > limit else { return extents }
    let share = Double(limit) / Double(total)
    var due = 0.0
    var taken = 0
    let chosen = extents.filter { extent in
      due += Double(extent.bytes) * share
      guard due >= Double(extent.bytes) / 2, taken + extent.bytes <= limit else { return false }
      due -= Double(extent.bytes)
      taken += extent.bytes
      return true
    }
    return chosen.isEmpty ? Array(extents.prefix(1)) : chosen
  }
}
