/// What all nodes are, each text kept once: a thousand nodes have the same two thousand settings.
public struct FactTable: Sendable {
  /// The facts' names, as `RunColumns` writes them.
  public private(set) var names: [String] = []
  private var places: [String: Int] = [:]
  private var values: [String] = []
  private var numbers: [String: Int32] = [:]
  /// For each node the numbers of its values, by the names' places; shorter rows lack the later names.
  private var rows: [[Int32]] = []

  private static let absent: Int32 = -1

  /// No nodes.
  public init() {}

  /// Nodes that there are facts of.
  public var nodes: Int { rows.count }

  /// Adds a node; nil is one of which nothing is known.
  mutating func append(_ facts: [RunColumns.Fact]) {
    rows.append([])
    set(facts, node: rows.count - 1)
  }

  /// Tells what a node is, in place of what was told before.
  mutating func set(_ facts: [RunColumns.Fact], node: Int) {
    var row = [Int32](repeating: Self.absent, count: names.count)
    for fact in facts {
      let place: Int
      if let known = places[fact.name] {
        place = known
      } else {
        place = names.count
        places[fact.name] = place
        names.append(fact.name)
      }
      while row.count <= place { row.append(Self.absent) }
      row[place] = number(of: fact.value)
    }
    rows[node] = row
  }

  private mutating func number(of value: String) -> Int32 {
    if let known = numbers[value] { return known }
    let number = Int32(values.count)
    numbers[value] = number
    values.append(value)
    return number
  }

  /// A node's value of a fact; nil where it is unknown there.
  public func value(_ name: String, node: Int) -> String? {
    places[name].flatMap { value(place: $0, node: node) }
  }

  private func value(place: Int, node: Int) -> String? {
    let number = self.number(place: place, node: node)
    return number == Self.absent ? nil : values[Int(number)]
  }

  /// The number that stands for a node's value, the same for the same value; −1 where it has none.
  func number(place: Int, node: Int) -> Int32 {
    place < rows[node].count ? rows[node][place] : Self.absent
  }

  /// The text of a value's number.
  func text(_ number: Int32) -> String? { number == Self.absent ? nil : values[Int(number)] }

  /// The nodes in another order: the n-th is the one that was at `order[n]`.
  func reordered(_ order: [Int]) -> FactTable {
    var table = self
    table.rows = order.map { rows[$0] }
    return table
  }
}
