internal import Experiment

/// One Run as the page shows it.
struct RunView {
  /// The document.
  let run: Run
  /// Its metrics, in its order.
  let metrics: [PlottedMetric]
  /// What to call it where several are shown: the host's name, with a number when it is not the only one.
  let name: String

  /// Looks at a Run.
  init(_ run: Run, name: String) {
    self.run = run
    self.name = name
    let verdicts = BlockVerdicts(run)
    metrics = run.metrics.map { PlottedMetric($0, verdicts: verdicts) }
  }

  /// Looks at several Runs; those of one host get numbers.
  static func all(_ runs: [Run]) -> [RunView] {
    let hosts = runs.map { $0.host.noted["host"] ?? "unknown host" }
    var seen: [String: Int] = [:]
    return zip(runs, hosts).map { run, host in
      let number = (seen[host] ?? 0) + 1
      seen[host] = number
      let isAlone = hosts.count { $0 == host } == 1
      return RunView(run, name: isAlone ? host : "\(host) (\(number))")
    }
  }

  /// The metrics of that name.
  func metrics(_ id: String) -> [PlottedMetric] { metrics.filter { $0.metric.id == id } }
}

extension [PlottedMetric] {
  /// The labels that not all of these metrics have in common, in order: what tells them apart.
  var varyingLabels: [String] {
    Set(flatMap(\.metric.labels.keys)).filter { label in Set(map { $0[label] }).count > 1 }.sorted()
  }

  /// The largest value that any sample has, in size; 0 without samples.
  var largestMagnitude: Double { flatMap(\.points).map(\.value.magnitude).max() ?? 0 }

  /// In groups of equal values of a key, in the order in which the keys first occur.
  func grouped<Key: Hashable>(by key: (PlottedMetric) -> Key) -> [(key: Key, members: [PlottedMetric])] {
    var order: [Key] = []
    var groups: [Key: [PlottedMetric]] = [:]
    for member in self {
      let value = key(member)
      if groups[value] == nil { order.append(value) }
      groups[value, default: []].append(member)
    }
    return order.map { ($0, groups[$0] ?? []) }
  }
}
