internal import Platform

/// The samples of a Run's document, read without the decoder, which takes ten times as long over them: they are nearly all
/// of a document.
///
/// What is unusual in any way is not for this reader; the decoder then reads the document whole, and knows how to say what is
/// wrong.
struct SampleScan {
  private typealias Unexpected = JSONScanner.Unexpected

  /// For each metric, in the document's order.
  private(set) var samples: [[Sample]] = []
  /// The document without them: each list is empty.
  private(set) var rest: [UInt8] = []

  /// Nil when the document is not as it is usually written.
  init?(_ bytes: [UInt8]) {
    do {
      let places = try scan(bytes)
      rest.reserveCapacity(bytes.count / 8)
      var start = 0
      for place in places {
        rest += bytes[start..<place.lowerBound]
        rest += "[]".utf8
        start = place.upperBound
      }
      rest += bytes[start...]
    } catch {
      return nil
    }
  }

  /// Where the lists of samples are.
  private mutating func scan(_ bytes: [UInt8]) throws(JSONScanner.Unexpected) -> [Range<Int>] {
    var places: [Range<Int>] = []
    var found: [[Sample]] = []
    var hasMetrics = false
    var scanner = JSONScanner(bytes)
    try scanner.object { (name, scanner) throws(Unexpected) in
      guard name == "metrics" else { return try scanner.skip() }
      guard !hasMetrics else { throw scanner.unexpected }
      hasMetrics = true
      try scanner.array { (scanner) throws(Unexpected) in
        let before = places.count
        try scanner.object { (name, scanner) throws(Unexpected) in
          guard name == "samples" else { return try scanner.skip() }
          let start = scanner.offset
          found.append(try Self.list(&scanner))
          places.append(start..<scanner.offset)
        }
        guard places.count == before + 1 else { throw scanner.unexpected }
      }
    }
    try scanner.end()
    guard hasMetrics else { throw scanner.unexpected }
    samples = found
    return places
  }

  private static func list(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> [Sample] {
    var samples: [Sample] = []
    try scanner.array { (scanner) throws(Unexpected) in
      var sample = Sample(value: 0, block: 0, valid: false, noise: Noise())
      var seen: Set<Sample.CodingKeys> = []
      try scanner.object { (name, scanner) throws(Unexpected) in
        guard let key = Sample.CodingKeys(rawValue: name) else { return try scanner.skip() }
        guard seen.insert(key).inserted else { throw scanner.unexpected }
        switch key {
        case .value: sample.value = try scanner.number()
        case .block: sample.block = try scanner.integer()
        case .attempt: sample.attempt = try scanner.integer()
        case .valid: sample.valid = try scanner.boolean()
        case .noise: sample.noise = try noise(&scanner)
        }
      }
      guard seen.count == Sample.CodingKeys.allCases.count else { throw scanner.unexpected }
      samples.append(sample)
    }
    return samples
  }

  private static func noise(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> Noise {
    var noise = Noise()
    try scanner.object { (name, scanner) throws(Unexpected) in
      guard let key = Noise.CodingKeys(rawValue: name) else { return try scanner.skip() }
      if scanner.takesNull() { return }
      switch key {
      case .window: noise.window = try scanner.number()
      case .stealShare: noise.stealShare = try scanner.number()
      case .otherUseShare: noise.otherUseShare = try scanner.number()
      case .involuntarySwitches: noise.involuntarySwitches = try scanner.integer()
      case .cpuPressure: noise.cpuPressure = try scanner.number()
      case .ioPressure: noise.ioPressure = try scanner.number()
      case .memoryPressure: noise.memoryPressure = try scanner.number()
      case .gapShare: noise.gapShare = try scanner.number()
      case .longestGap: noise.longestGap = try scanner.number()
      case .spinBefore: noise.spinBefore = try scanner.number()
      case .spinAfter: noise.spinAfter = try scanner.number()
      case .runQueue: noise.runQueue = try scanner.integer()
      case .placement:
        var placement: [Double] = []
        try scanner.array { (scanner) throws(Unexpected) in placement.append(try scanner.number()) }
        noise.placement = placement
      }
    }
    return noise
  }
}
