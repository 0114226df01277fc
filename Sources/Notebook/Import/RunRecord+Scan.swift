internal import Experiment
internal import Platform

extension RunRecord {
  /// The document lacks something, or holds what no Run holds.
  struct Incomplete: Error {}

  private typealias Unexpected = JSONScanner.Unexpected

  /// Reads what is kept, and passes over the rest: noise and histograms are most of a document.
  ///
  /// - Throws: `JSONScanner.Unexpected`, `Incomplete`; the full reader then says what is wrong.
  init(scanning bytes: [UInt8], path: String) throws {
    self.init()
    self.path = path
    digest = Self.digest(of: bytes)
    var schema = ""
    var facts: [String: String] = [:]
    var scanner = JSONScanner(bytes)
    var record = self
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "schema": schema = try scanner.string()
      case "id": record.id = try scanner.string()
      case "started": record.started = try scanner.string()
      case "finished": record.finished = try scanner.string()
      case "status": record.status = try scanner.string()
      case "host": facts = try Self.facts(&scanner)
      case "tool": record.tool = try Self.tool(&scanner)
      case "plan": record.suite = try Self.text("suite", &scanner)
      case "blocks":
        try scanner.array { (scanner) throws(Unexpected) in
          record.blocks += 1
          try scanner.skip()
        }
      case "metrics":
        try scanner.array { (scanner) throws(Unexpected) in
          record.results.append(try Self.result(&scanner))
        }
      default: try scanner.skip()
      }
    }
    try scanner.end()
    self = record
    take(facts)
    try check(schema)
  }

  private func check(_ schema: String) throws {
    guard schema == Run.currentSchema, !id.isEmpty, !started.isEmpty, Run.Status(rawValue: status) != nil,
      Suite(rawValue: suite) != nil
    else { throw Incomplete() }
    var keys: Set<String> = []
    for result in results {
      guard !result.metric.isEmpty, Metric.Direction(rawValue: result.better) != nil,
        keys.insert("\(result.metric){\(result.labels)}").inserted
      else { throw Incomplete() }
    }
  }

  private mutating func take(_ facts: [String: String]) {
    host = facts["host"] ?? host
    kernel = facts["kernel"] ?? kernel
    kernelVersion = facts["kernel_version"] ?? kernelVersion
    let memory = facts["memory_gib"].map { "\($0) GiB" }
    machine = [facts["cpu_model"], facts["topology"], memory].compactMap { $0 }.joined(separator: "; ")
  }

  /// Facts that must match, may be under test, or were noted; not settings and topology.
  private static func facts(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> [String: String] {
    let wanted: Set = ["host", "kernel", "kernel_version", "memory_gib", "cpu_model", "topology"]
    var facts: [String: String] = [:]
    try scanner.object { (group, scanner) throws(Unexpected) in
      guard ["mustMatch", "declared", "noted"].contains(group) else { return try scanner.skip() }
      try scanner.object { (name, scanner) throws(Unexpected) in
        if wanted.contains(name) { facts[name] = try scanner.string() } else { try scanner.skip() }
      }
    }
    return facts
  }

  private static func tool(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> String {
    var version = ""
    var build = ""
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "version": version = try scanner.string()
      case "build": build = try scanner.string()
      default: try scanner.skip()
      }
    }
    return build == "release" ? version : "\(version) \(build)"
  }

  /// One text of an object.
  private static func text(_ wanted: String, _ scanner: inout JSONScanner) throws(JSONScanner.Unexpected)
    -> String
  {
    var text = ""
    try scanner.object { (name, scanner) throws(Unexpected) in
      if name == wanted { text = try scanner.string() } else { try scanner.skip() }
    }
    return text
  }

  private static func result(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> Result {
    var result = Result(metric: "", labels: "", unit: "", better: "", samples: 0, valid: [])
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "id": result.metric = try scanner.string()
      case "unit": result.unit = try scanner.string()
      case "better": result.better = try scanner.string()
      case "labels":
        var labels: [(name: String, value: String)] = []
        try scanner.object { (name, scanner) throws(Unexpected) in labels.append((name, try scanner.string()))
        }
        result.labels = SeriesLabels.text(labels)
      case "samples":
        try scanner.array { (scanner) throws(Unexpected) in
          let sample = try Self.sample(&scanner)
          result.samples += 1
          if sample.isValid { result.valid.append(sample.value) }
        }
      default: try scanner.skip()
      }
    }
    return result
  }

  /// A sample without a value, or without the word whether it counts, is none.
  private static func sample(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> (
    value: Double, isValid: Bool
  ) {
    var value: Double?
    var isValid: Bool?
    let start = scanner
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "value": value = try scanner.number()
      case "valid": isValid = try scanner.boolean()
      default: try scanner.skip()
      }
    }
    guard let value, let isValid else { throw start.unexpected }
    return (value, isValid)
  }
}
