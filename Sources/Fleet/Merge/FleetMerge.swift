internal import Experiment

/// Takes in one Run after the other.
struct FleetMerge {
  private var data = FleetData()
  private var nodes: [String: Int] = [:]
  private var places: [Metric.Key: Int] = [:]
  /// Where the n-th metric of the last document went: the next document has them in the same order.
  private var order: [Int] = []
  private var pairs: [FleetData.PairSeries] = []
  private var pairPlaces: [PairKey: Int] = [:]
  private var seen: Set<String> = []

  init(nodes names: [String] = []) {
    for name in names { _ = node(name) }
  }

  /// Takes in a Run.
  mutating func take(_ run: RunColumns, of source: FleetFiles.Source) {
    let words = source.path
    switch source.owner {
    case .pair(let from, let to):
      guard seen.insert("\(from)--\(to)/\(run.id)").inserted else { return }
      if let note = Self.note(run) { data.problems.append("\(words): \(note)") }
      for column in run.columns where !column.values.isEmpty { take(column, from: from, to: to) }
    case .node(let name): take(run, as: name, words)
    case .host: take(run, as: run.host ?? "unknown", words)
    }
  }

  /// Notes that a document could not be read.
  mutating func refuse(_ line: String, of source: FleetFiles.Source) {
    if case .node(let name) = source.owner {
      data.nodes[node(name)].problems.append(line)
    } else {
      data.problems.append(line)
    }
  }

  /// Everything that was taken in, in order.
  func finished() -> FleetData {
    var finished = data
    let order = data.nodes.indices.sorted { NaturalOrder.isBefore(data.nodes[$0].name, data.nodes[$1].name) }
    finished.nodes = order.map { data.nodes[$0] }
    finished.facts = data.facts.reordered(order)
    for index in finished.nodes.indices where finished.nodes[index].runs == 0 {
      if finished.nodes[index].problems.isEmpty { finished.nodes[index].problems = ["no Run was found"] }
    }
    let ranked = data.series.map { (name: $0.key.description, series: $0) }.sorted { $0.name < $1.name }
    finished.series = ranked.map { _, series in
      var series = series
      // Nodes that came after the last one that has it.
      series.values = order.map { $0 < series.values.count ? series.values[$0] : [] }
      let placements = series.placements
      series.placements = order.map { $0 < placements.count ? placements[$0] : nil }
      return series
    }
    finished.pairs = pairs.map { (name: $0.key.description, pair: $0) }.sorted { left, right in
      if left.name != right.name { return left.name < right.name }
      if left.pair.from != right.pair.from { return NaturalOrder.isBefore(left.pair.from, right.pair.from) }
      return NaturalOrder.isBefore(left.pair.to, right.pair.to)
    }.map(\.pair)
    return finished
  }

  // MARK: Nodes

  private mutating func node(_ name: String) -> Int {
    if let known = nodes[name] { return known }
    let index = data.nodes.count
    nodes[name] = index
    data.nodes.append(FleetData.Node(name: name))
    data.facts.append([])
    return index
  }

  private mutating func take(_ run: RunColumns, as name: String, _ path: String) {
    let node = node(name)
    guard seen.insert("\(name)/\(run.id)").inserted else {
      return data.nodes[node].problems.append("\(path): the Run \(run.id) is there twice; it counts once")
    }
    if let note = Self.note(run) { data.nodes[node].problems.append("\(path): \(note)") }
    let kernel = run.kernel ?? "unknown"
    if data.nodes[node].runs == 0 {
      data.nodes[node].host = run.host ?? "unknown"
      data.nodes[node].kernel = kernel
      data.facts.set(run.facts, node: node)
    } else if kernel != data.nodes[node].kernel {
      data.nodes[node].problems.append(
        "\(path): taken under kernel \(kernel), the node's other Runs under \(data.nodes[node].kernel)")
    }
    data.nodes[node].runs += 1
    var silent = 0
    for (index, column) in run.columns.enumerated() {
      if column.values.isEmpty {
        silent += 1
      } else {
        take(column, index, node)
      }
    }
    if silent > 0 {
      data.nodes[node].problems.append(
        "\(path): \(silent) of \(run.columns.count) metrics have no valid sample")
    }
  }

  /// What the reader must know of a Run that is not as it should be.
  private static func note(_ run: RunColumns) -> String? {
    switch run.status {
    case .running: "it is not finished: what was measured until then counts"
    case .interrupted: "it was interrupted: what was measured until then counts"
    case .complete:
      run.build == "debug" ? "a debug build measured it: its values tell nothing of the host" : nil
    }
  }

  // MARK: Metrics

  private mutating func take(_ column: RunColumns.Column, _ index: Int, _ node: Int) {
    let place = place(of: column, at: index)
    if let wrong = disagreement(column, data.series[place].unit, data.series[place].better) {
      return data.nodes[node].problems.append(wrong)
    }
    while data.series[place].values.count <= node {
      data.series[place].values.append([])
      data.series[place].placements.append(nil)
    }
    data.series[place].values[node] += column.values
    if let placement = column.placement { data.series[place].placements[node] = placement }
    // One node that counts it is enough: the family must not depend on the order of the files.
    if column.role == .primary { data.series[place].role = .primary }
  }

  /// What one quantity must not differ in; nil where nothing does.
  private func disagreement(_ column: RunColumns.Column, _ unit: String, _ better: Metric.Direction)
    -> String?
  {
    if unit == column.unit, better == column.better { return nil }
    return """
      \(column.key) is in \(column.unit), better \(column.better.rawValue), but elsewhere in \(unit), better \
      \(better.rawValue); here it is left out
      """
  }

  private mutating func place(of column: RunColumns.Column, at index: Int) -> Int {
    if index < order.count, data.series[order[index]].key == column.key { return order[index] }
    let place: Int
    if let known = places[column.key] {
      place = known
    } else {
      place = data.series.count
      places[column.key] = place
      data.series.append(
        FleetData.Series(
          key: column.key, unit: column.unit, better: column.better, role: column.role, values: []))
    }
    if index < order.count {
      order[index] = place
    } else if index == order.count {
      order.append(place)
    }
    return place
  }

  private mutating func take(_ column: RunColumns.Column, from: String, to: String) {
    // The pair's place says between whom: with these labels every pair would be a metric of its own.
    var key = column.key
    key.labels["from"] = nil
    key.labels["to"] = nil
    let name = PairKey(from: from, to: to, key: key)
    guard let place = pairPlaces[name] else {
      pairPlaces[name] = pairs.count
      return pairs.append(
        FleetData.PairSeries(
          from: from, to: to, key: key, unit: column.unit, better: column.better, values: column.values
        ))
    }
    if let wrong = disagreement(column, pairs[place].unit, pairs[place].better) {
      return data.problems.append("\(from)--\(to): \(wrong)")
    }
    pairs[place].values += column.values
  }

  private struct PairKey: Hashable {
    var from: String
    var to: String
    var key: Metric.Key
  }
}
