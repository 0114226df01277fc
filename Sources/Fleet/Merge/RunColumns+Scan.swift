internal import Experiment
internal import Platform

extension RunColumns {
  /// The document lacks something, or holds what no Run holds.
  struct Incomplete: Error {}

  private typealias Unexpected = JSONScanner.Unexpected

  /// Reads what is kept, and passes over the rest: noise and histograms are most of a document.
  ///
  /// - Throws: `JSONScanner.Unexpected`, `Incomplete`; the full reader then says what is wrong.
  init(scanning bytes: [UInt8]) throws {
    var columns = RunColumns()
    var schema = ""
    var status = ""
    var scanner = JSONScanner(bytes)
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "schema": schema = try scanner.string()
      case "id": columns.id = try scanner.string()
      case "status": status = try scanner.string()
      case "host": columns.facts = try Self.facts(&scanner, bytes)
      case "tool": columns.build = try Self.build(&scanner)
      case "metrics":
        try scanner.array { (scanner) throws(Unexpected) in
          columns.columns.append(try Self.column(&scanner))
        }
      default: try scanner.skip()
      }
    }
    try scanner.end()
    guard schema == Run.currentSchema, !columns.id.isEmpty, let known = Run.Status(rawValue: status),
      Set(columns.columns.map(\.key)).count == columns.columns.count
    else { throw Incomplete() }
    columns.status = known
    self = columns
  }

  private static func facts(_ scanner: inout JSONScanner, _ bytes: [UInt8]) throws(JSONScanner.Unexpected)
    -> [Fact]
  {
    var facts: [Fact] = []
    try scanner.object { (group, scanner) throws(Unexpected) in
      switch group {
      case "mustMatch", "declared", "noted", "settings":
        try scanner.object { (name, scanner) throws(Unexpected) in
          let value = try scanner.string()
          if name == "command_line" {
            facts += CommandLineFacts.facts(value)
          } else {
            facts.append(Fact(name: "\(group)/\(name)", value: value))
          }
        }
      case "topology":
        let start = scanner.offset
        try scanner.skip()
        facts.append(
          Fact(name: group, value: String(decoding: bytes[start..<scanner.offset], as: UTF8.self)))
      default: try scanner.skip()
      }
    }
    return facts
  }

  private static func build(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> String {
    var build = ""
    try scanner.object { (name, scanner) throws(Unexpected) in
      if name == "build" { build = try scanner.string() } else { try scanner.skip() }
    }
    return build
  }

  private static func column(_ scanner: inout JSONScanner) throws(JSONScanner.Unexpected) -> Column {
    var column = Column(key: Metric.Key(id: ""))
    var better: Metric.Direction?
    var role: Metric.Role?
    var samples = SampleColumn()
    let start = scanner
    try scanner.object { (name, scanner) throws(Unexpected) in
      switch name {
      case "id": column.key.id = try scanner.string()
      case "unit": column.unit = try scanner.string()
      case "better": better = Metric.Direction(rawValue: try scanner.string())
      case "role": role = Metric.Role(rawValue: try scanner.string())
      case "labels":
        try scanner.object { (name, scanner) throws(Unexpected) in
          guard column.key.labels.updateValue(try scanner.string(), forKey: name) == nil else {
            throw scanner.unexpected
          }
        }
      case "samples":
        try scanner.array { (scanner) throws(Unexpected) in try samples.read(&scanner) }
      default: try scanner.skip()
      }
    }
    guard let better, let role, !column.key.id.isEmpty else { throw start.unexpected }
    column.better = better
    column.role = role
    column.values = samples.values
    column.invalid = samples.invalid
    column.placement = samples.placement
    return column
  }
}
