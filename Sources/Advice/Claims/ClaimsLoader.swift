public import Platform

extension ClaimsDocument {
  private static let fields = ["schema", "name", "summary", "claims"]
  private static let claimFields = [
    "claim", "source", "setting", "value", "boot", "metric", "effect", "truth",
  ]
  /// Beginnings of the names of metrics.
  private static let benchmarks = ["memory", "scheduler", "aio", "compression", "migration", "workload"]

  /// Reads a document.
  ///
  /// - Throws: `FileProblem` with file, line and reason.
  public static func load(_ file: String) throws(FileProblem) -> ClaimsDocument {
    let (_, root) = try YAMLFields.document(file)
    let top = try YAMLFields(root, file: file, known: fields)
    let found = try top.text("schema")
    guard found == schema else {
      throw top.problem(
        "'\(found)' is no document of claims that this version reads; expected \(schema)", at: "schema")
    }
    var claims: [Claim] = []
    for node in try top.list("claims") {
      let claim = try claim(try YAMLFields(node, file: file, known: claimFields))
      if let first = claims.first(where: { $0.text == claim.text }) {
        throw FileProblem(
          file: file, line: claim.line, reason: "this claim is here twice; the first is in line \(first.line)"
        )
      }
      claims.append(claim)
    }
    guard !claims.isEmpty else { throw top.problem("there is no claim below 'claims'", at: "claims") }
    return ClaimsDocument(
      name: try top.text("name"), summary: try top.text("summary"), file: file, claims: claims)
  }

  private static func claim(_ fields: YAMLFields) throws(FileProblem) -> Claim {
    let effect = try effect(fields)
    let metric = try metric(fields)
    if effect != nil, metric == nil {
      throw fields.problem("'effect' needs the metric that it is of: metric: memory.bandwidth", at: "effect")
    }
    return Claim(
      text: try fields.text("claim"), source: try fields.text("source"), subject: try subject(fields),
      metric: metric, effect: effect, truth: try fields.optionalText("truth"), line: fields.line)
  }

  private static func subject(_ fields: YAMLFields) throws(FileProblem) -> Claim.Subject {
    let word = try fields.optionalText("boot")
    let setting = try fields.optionalText("setting")
    let value = try fields.optionalText("value")
    if let word {
      if setting != nil {
        throw fields.problem(
          "a claim is about a setting or about a word of the command line, not both", at: "boot")
      }
      if value != nil {
        throw fields.problem("'value' goes with 'setting'; write boot: word=value", at: "value")
      }
      guard !word.isEmpty, !word.contains(where: \.isWhitespace) else {
        throw fields.problem("'\(word)' must be one word of the command line, such as dom0=1", at: "boot")
      }
      return .boot(word)
    }
    guard let setting else {
      if value != nil { throw fields.problem("'value' needs the setting that it is for", at: "value") }
      return .nothing
    }
    guard let value else {
      throw fields.problem("'setting' needs the value that is advised: value: 10", at: "setting")
    }
    guard setting.contains("/") else {
      throw fields.problem("'\(setting)' is no setting, such as sysctl/vm.swappiness", at: "setting")
    }
    return .setting(key: setting, value: value)
  }

  private static func metric(_ fields: YAMLFields) throws(FileProblem) -> String? {
    guard let metric = try fields.optionalText("metric") else { return nil }
    let benchmark = String(metric.prefix { $0 != "." })
    guard benchmarks.contains(benchmark), metric.contains("."), !metric.hasSuffix(".") else {
      throw fields.problem(
        "'\(metric)' is no metric's name, such as memory.bandwidth; they begin with \(benchmarks.joined(separator: ", "))",
        at: "metric")
    }
    return metric
  }

  /// `+23 %`, `-5%`.
  private static func effect(_ fields: YAMLFields) throws(FileProblem) -> Double? {
    guard let text = try fields.optionalText("effect") else { return nil }
    var digits = text.filter { $0 != " " }
    let hasSign = digits.hasPrefix("+") || digits.hasPrefix("-")
    let isPercent = digits.hasSuffix("%")
    if isPercent { digits.removeLast() }
    guard hasSign || digits == "0", isPercent, let number = Double(digits), number.isFinite, number > -100
    else {
      throw fields.problem("'\(text)' is no change such as +23 %, -5 % or 0 %", at: "effect")
    }
    return number / 100
  }
}
