public import Platform

extension Catalog {
  private static let fields = [
    "key", "type", "unit", "range", "choices", "offered_by", "default", "risk", "kernel", "coupled",
    "moves", "about",
    "source", "metrics", "reboot",
  ]

  /// Reads a catalog.
  ///
  /// - Parameter trust: whether it is believed whoever could have written it.
  /// - Throws: `FileProblem` with file, line and reason.
  public static func load(_ file: String, trust: FileTrust = .everybody) throws(FileProblem) -> Catalog {
    try trust.check(file)
    let (_, root) = try YAMLFields.document(file)
    let top = try YAMLFields(root, file: file, known: ["schema", "knobs"])
    let found = try top.text("schema")
    guard found == schema else {
      throw top.problem(
        "'\(found)' is not a catalog that this version reads; expected \(schema)", at: "schema")
    }
    var knobs: [Knob] = []
    var lines: [SettingKey: Int] = [:]
    for node in try top.list("knobs") {
      let knob = try knob(try YAMLFields(node, file: file, known: fields))
      if let first = lines[knob.key] {
        throw FileProblem(
          file: file, line: node.line, reason: "\(knob.key) is here twice; the first is in line \(first)")
      }
      lines[knob.key] = node.line
      knobs.append(knob)
    }
    return Catalog(file: file, knobs: knobs)
  }

  private static func knob(_ fields: YAMLFields) throws(FileProblem) -> Knob {
    let word = try fields.text("type")
    guard let type = ValueType(word) else {
      throw fields.problem("'\(word)' is no type of value; known: \(ValueType.allWords)", at: "type")
    }
    let version = try fields.optionalText("kernel")
    let minimum = version.flatMap { KernelVersion($0) }
    if let version, minimum == nil {
      throw fields.problem("'\(version)' is no version of Linux such as \"6.7\"", at: "kernel")
    }
    var coupled: [SettingKey] = []
    var moves: [SettingKey] = []
    for text in try fields.texts("moves") { moves.append(try key(text.text, fields, at: "moves")) }
    for text in try fields.texts("coupled") {
      coupled.append(try key(text.text, fields, at: "coupled"))
    }
    let reboot = try fields.optionalText("reboot") ?? "false"
    guard ["true", "false"].contains(reboot) else {
      throw fields.problem("'\(reboot)' is neither true nor false", at: "reboot")
    }
    return Knob(
      key: try key(try fields.text("key"), fields, at: "key"), type: type,
      unit: try fields.optionalText("unit"), range: try range(fields),
      choices: try fields.texts("choices").map(\.text), offeredBy: try fields.optionalText("offered_by"),
      defaultValue: try fields.optionalText("default") ?? "", risk: try risk(fields), minimumKernel: minimum,
      coupled: coupled, moves: moves, about: try fields.text("about"), source: try fields.text("source"),
      metrics: try fields.texts("metrics").map(\.text), needsReboot: reboot == "true")
  }

  private static func key(_ text: String, _ fields: YAMLFields, at field: String) throws(FileProblem)
    -> SettingKey
  {
    do throws(SettingKeyProblem) {
      return try SettingKey(text)
    } catch {
      throw fields.problem(error.description, at: field)
    }
  }

  /// `[0, 200]`.
  private static func range(_ fields: YAMLFields) throws(FileProblem) -> ClosedRange<Int128>? {
    let ends = try fields.texts("range")
    if ends.isEmpty { return nil }
    let numbers = ends.compactMap { try? SettingValue.bytes($0.text) }
    let signed = ends.compactMap { try? SettingValue.integer($0.text) }
    let both = numbers.count == 2 ? numbers : signed
    guard ends.count == 2, both.count == 2, both[0] <= both[1] else {
      throw fields.problem("'range' must be two numbers, the smaller first: [0, 100]", at: "range")
    }
    return both[0]...both[1]
  }

  /// `low: the sentence`.
  private static func risk(_ fields: YAMLFields) throws(FileProblem) -> PlannedChange.Risk {
    let text = try fields.text("risk")
    let parts = text.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let level = PlannedChange.Risk.Level(rawValue: parts[0].trimmingSpace()) else {
      throw fields.problem(
        "'risk' must be \"low: …\", \"medium: …\" or \"high: …\" with a sentence", at: "risk")
    }
    return PlannedChange.Risk(level: level, note: parts[1].trimmingSpace())
  }
}
