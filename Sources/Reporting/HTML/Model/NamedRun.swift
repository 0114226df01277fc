internal import Experiment

/// A Run on a page that may hold several.
struct NamedRun {
  let reading: RunReading
  /// The host's name, with a number where several Runs are of one host.
  let name: String

  /// These Runs, in their order.
  static func all(_ runs: [Run]) -> [NamedRun] {
    let readings = runs.map { RunReading($0) }
    var seen: [String: Int] = [:]
    return readings.map { reading in
      let host = reading.hostName
      seen[host, default: 0] += 1
      let isAlone = readings.count { $0.hostName == host } == 1
      return NamedRun(reading: reading, name: isAlone ? host : "\(host) (\(seen[host] ?? 1))")
    }
  }
}
