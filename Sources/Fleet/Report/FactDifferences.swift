internal import Comparison

/// The differences between nodes while they are gathered, by fact.
struct FactDifferences {
  private var places: [String: Int] = [:]
  private var found: [FactDifference] = []

  /// Takes in what a node does not have in common with most.
  mutating func take(_ diff: HostDiff, node: String) {
    for difference in diff.differences {
      let place: Int
      if let known = places[difference.key] {
        place = known
      } else {
        place = found.count
        places[difference.key] = place
        found.append(Self.empty(difference, majority: difference.before, hasMajority: true))
      }
      let value = difference.otherValue
      if let same = found[place].others.firstIndex(where: { $0.value == value }) {
        found[place].others[same].nodes.append(node)
      } else {
        found[place].others.append(FactDifference.Value(value: value, nodes: [node]))
      }
    }
  }

  /// Takes in a fact of which no value has a majority, with the nodes of each value.
  mutating func take(_ difference: HostDifference, _ values: [(text: String?, nodes: [String])]) {
    var fact = Self.empty(difference, majority: nil, hasMajority: false)
    fact.alike = []
    fact.others = values.map { FactDifference.Value(value: $0.text, nodes: $0.nodes) }
    found.append(fact)
  }

  /// All of them, the likeliest to move a metric first, each with its most frequent values.
  var sorted: [FactDifference] {
    found.map { fact in
      var fact = fact
      fact.distinct = fact.others.count
      fact.others = Array(
        fact.others.enumerated().sorted { left, right in
          (right.element.nodes.count, left.offset) < (left.element.nodes.count, right.offset)
        }
        .map(\.element).prefix(FactDifference.mostValues))
      return fact
    }
    .sorted { ($0.relevance, $0.key) < ($1.relevance, $1.key) }
  }

  private static func empty(_ difference: HostDifference, majority: String?, hasMajority: Bool)
    -> FactDifference
  {
    FactDifference(
      key: difference.key, majority: majority, hasMajority: hasMajority, others: [], distinct: 0,
      alike: difference.alike, relevance: difference.relevance, note: difference.note)
  }
}
