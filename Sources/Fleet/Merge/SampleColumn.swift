internal import Platform
internal import Statistics

/// One metric's samples while they are read: the values that count.
struct SampleColumn {
  /// Samples that do not count.
  private(set) var invalid = 0
  private var counted: [Double] = []
  private var blocks: [Int] = []
  private var placements: [Double] = []
  /// Whether it is worth while to look into the noise: where the first sample tells no placement, none does.
  private var hasPlacements: Bool?

  private typealias Unexpected = JSONScanner.Unexpected

  /// Reads one sample. One without a value, without a block, or without the word whether it counts, is none.
  mutating func read(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) {
    var value: Double?
    var isValid: Bool?
    var block: Int?
    var placement: Double?
    var looked = false
    let wanted = hasPlacements ?? true
    let start = scanner
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "value": value = try scanner.number()
      case "valid": isValid = try scanner.boolean()
      case "block": block = try scanner.integer()
      case "noise" where wanted:
        looked = true
        placement = try Self.placement(&scanner)
      default: try scanner.skip()
      }
    }
    guard let value, let isValid, let block, block >= 0 else { throw start.unexpected }
    if hasPlacements == nil, looked { hasPlacements = placement != nil }
    guard isValid else {
      invalid += 1
      return
    }
    counted.append(value)
    blocks.append(block)
    if let placement { placements.append(placement) }
  }

  /// One value a block, in the order they were taken.
  var values: [Double] {
    // Nearly always there is one sample a block.
    if zip(blocks, blocks.dropFirst()).allSatisfy({ $0 < $1 }) { return counted }
    var places: [Int: Int] = [:]
    var groups: [[Double]] = []
    for (block, value) in zip(blocks, counted) {
      if let place = places[block] {
        groups[place].append(value)
      } else {
        places[block] = groups.count
        groups.append([value])
      }
    }
    return groups.compactMap { Quantile.median(of: $0) }
  }

  /// The median of what the samples tell of the placement of their CPUs.
  var placement: Double? { Quantile.median(of: placements) }

  /// The median of a sample's probes; nil where there are none.
  private static func placement(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> Double? {
    var probes: [Double] = []
    try scanner.object { (name, scanner) throws(Unexpected) in
      if name != "placement" { return try scanner.skip() }
      if scanner.takesNull() { return }
      try scanner.array { (scanner) throws(Unexpected) in probes.append(try scanner.number()) }
    }
    return Quantile.median(of: probes.filter { $0 > 0 })
  }
}
