public import Platform

extension AcceptanceFile {
  private static let fields = ["schema", "name", "lines"]
  private static let lineFields = [
    "metric", "labels", "bound", "at_least", "at_most", "quantile", "nodes", "pairs",
  ]

  /// Reads a document.
  ///
  /// - Throws: `FileProblem` with file, line and reason.
  public static func load(_ file: String) throws(FileProblem) -> AcceptanceFile {
    let (_, root) = try YAMLFields.document(file)
    let top = try YAMLFields(root, file: file, known: fields)
    let found = try top.text("schema")
    guard found == schema else {
      throw top.problem(
        "'\(found)' is no document of acceptance that this version reads; expected \(schema)", at: "schema")
    }
    var lines: [Line] = []
    for node in try top.list("lines") {
      let line = try line(try YAMLFields(node, file: file, known: lineFields))
      if let first = lines.first(where: { $0.isSame(as: line) }) {
        throw FileProblem(
          file: file, line: line.line, reason: "this is here twice; the first is in line \(first.line)")
      }
      lines.append(line)
    }
    guard !lines.isEmpty else { throw top.problem("there is nothing below 'lines'", at: "lines") }
    return AcceptanceFile(name: try top.optionalText("name") ?? "", file: file, lines: lines)
  }

  private static func line(_ fields: YAMLFields) throws(FileProblem) -> Line {
    let metric = try fields.text("metric")
    guard !metric.contains(where: { $0 == "{" || $0.isWhitespace }) else {
      throw fields.problem(
        "'\(metric)' must be a metric's name alone; its labels go into labels: {kernel: triad}", at: "metric")
    }
    let pairs = try fields.optionalText("pairs")
    if let pairs, pairs != "*", !pairs.contains("--") {
      throw fields.problem("'\(pairs)' names no pairs; write from--to, such as node1--* or *--*", at: "pairs")
    }
    let nodes = try fields.optionalText("nodes")
    for (key, text) in [("nodes", nodes), ("pairs", pairs)] where text?.isEmpty == true {
      throw fields.problem("'\(key)' is empty; '*' stands for all", at: key)
    }
    if nodes != nil, pairs != nil {
      throw fields.problem("a line is about nodes or about pairs, not both", at: "pairs")
    }
    return Line(
      line: fields.line, metric: metric, labels: try labels(fields), bound: try bound(fields),
      quantile: try quantile(fields), nodes: pairs == nil ? nodes ?? "*" : nil, pairs: pairs)
  }

  private static func labels(_ fields: YAMLFields) throws(FileProblem) -> [String: String] {
    guard let node = fields["labels"] else { return [:] }
    guard case .mapping(let entries) = node.content else {
      throw fields.problem("'labels' must be a mapping, such as {kernel: triad}", at: "labels")
    }
    var labels: [String: String] = [:]
    for entry in entries {
      guard case .scalar(let text, _) = entry.value.content, !text.isEmpty else {
        throw FileProblem(
          file: fields.file, line: entry.line, reason: "the label '\(entry.key)' must have a text")
      }
      labels[entry.key] = text
    }
    return labels
  }

  private static func bound(_ fields: YAMLFields) throws(FileProblem) -> AcceptanceBound {
    var bounds: [AcceptanceBound] = []
    for (key, side) in [("bound", nil), ("at_least", AcceptanceBound.Side.atLeast), ("at_most", .atMost)] {
      guard let text = try fields.optionalText(key) else { continue }
      let bound = side.map { AcceptanceBound(text, side: $0) } ?? AcceptanceBound(text)
      guard let bound else {
        let form = side == nil ? "'>=' or '<=' before a quantity" : "a quantity"
        throw fields.problem("'\(text)' is not \(form): \(Quantity.examples)", at: key)
      }
      bounds.append(bound)
    }
    guard let bound = bounds.first, bounds.count == 1 else {
      throw fields.problem("a line needs one of bound, at_least and at_most; this one has \(bounds.count)")
    }
    return bound
  }

  private static func quantile(_ fields: YAMLFields) throws(FileProblem) -> Double {
    guard let text = try fields.optionalText("quantile") else { return 0.5 }
    guard let quantile = Double(text), quantile > 0, quantile < 1 else {
      throw fields.problem("'\(text)' is no quantile between 0 and 1, such as 0.5 or 0.99", at: "quantile")
    }
    return quantile
  }
}

extension AcceptanceFile.Line {
  /// Whether another line asks the same.
  fileprivate func isSame(as other: AcceptanceFile.Line) -> Bool {
    var other = other
    other.line = line
    return self == other
  }
}
