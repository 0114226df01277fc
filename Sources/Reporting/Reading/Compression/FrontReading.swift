internal import Statistics

/// The choices on one kind of data by ratio and by the time of a call in one direction, and which no other beats.
struct FrontReading: Sendable {
  /// One choice.
  struct Entry: Sendable {
    let choice: CompressionChoice
    let ratio: Estimate
    /// p50 of a call.
    let latency: Estimate
    let standing: ParetoFront.Standing
  }

  /// `compress` or `decompress`.
  let direction: String
  let data: CompressionData
  /// Those with a result for both, in the order of people.
  let entries: [Entry]

  private typealias Known = (
    choice: CompressionChoice, ratio: Estimate, latency: Estimate, candidate: ParetoFront.Candidate
  )

  init(_ data: CompressionData, _ direction: String) {
    self.direction = direction
    self.data = data
    let known = data.choices.compactMap { choice -> Known? in
      guard let ratio = choice.ratio, let latency = choice.latency(direction, "p50"), let gain = ratio.value,
        let gains = ratio.extent, let cost = latency.value, let costs = latency.extent
      else { return nil }
      return (choice, ratio, latency, .init(gain: gain, gainRange: gains, cost: cost, costRange: costs))
    }
    // Where there is no place for a dictionary, what has one is no alternative: it beats none of the others.
    let plain = known.filter { !$0.choice.hasDictionary }
    let standings = Dictionary(
      zip(plain.map(\.choice.labels), ParetoFront.standings(plain.map(\.candidate))),
      uniquingKeysWith: { first, _ in first })
    let all = ParetoFront.standings(known.map(\.candidate))
    let indices = known.indices.filter { !known[$0].choice.hasDictionary }
    entries = zip(known, all).map { entry, standing in
      var own = standings[entry.choice.labels] ?? standing
      if standings[entry.choice.labels] != nil, case .beaten(let winner) = own {
        own = .beaten(by: indices[winner])
      }
      return Entry(choice: entry.choice, ratio: entry.ratio, latency: entry.latency, standing: own)
    }
  }

  /// Choices that no other beats beyond doubt.
  var unbeaten: [Entry] {
    entries.filter { entry in
      if case .beaten = entry.standing { return false }
      return true
    }
  }

  /// The standing of a choice in words: `yes`, `perhaps`, `no: lz4`; a dash without a result.
  func text(_ choice: CompressionChoice) -> String {
    switch entries.first(where: { $0.choice.labels == choice.labels })?.standing {
    case .unbeaten: "yes"
    case .unclear: "perhaps"
    case .beaten(let winner): "no: \(entries[winner].choice.name)"
    case nil: "–"
    }
  }

  /// How the standing was decided.
  static let rule =
    "Unbeaten: no other choice has as good a ratio and as short a call (p50) and is better in one of them; \"perhaps\": another seems so, but the intervals overlap; \"no\" names the one that beats it beyond doubt."
}
