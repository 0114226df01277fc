public import Platform

/// The thresholds file (`assay.stages/1`, YAML):
///
///     schema: assay.stages/1
///     stages:
///       pre-check: {round-trip: 2ms, link-rate: 10m, ecc-errors: 0}
///       migrate: {seconds: 60, blackout: 300ms}
///
/// What it does not bound is not judged.
extension StageThresholds {
  /// The schema that is read.
  public static let schema = "assay.stages/1"

  /// Reads a file.
  ///
  /// - Throws: `FileProblem` with file and line: stages and figures that are not known, values that are none or are out of
  ///   range, no bound at all.
  public init(file: String) throws(FileProblem) {
    let top = try YAMLFields(YAMLFields.document(file).root, file: file, known: ["schema", "stages"])
    let schema = try top.text("schema")
    guard schema == Self.schema else {
      throw top.problem("the schema is '\(schema)', and \(Self.schema) is read", at: "schema")
    }
    guard let node = top["stages"] else {
      throw top.problem("'stages' is missing: name the stages with their bounds")
    }
    let stages = try YAMLFields(node, file: file, known: Stage.allCases.map(\.rawValue))
    var bounds: [Bound] = []
    for stage in Stage.allCases {
      guard let node = stages[stage.rawValue] else { continue }
      let fields = try YAMLFields(node, file: file, known: stage.figures.map(\.rawValue))
      for figure in stage.figures {
        guard let text = try fields.optionalText(figure.rawValue) else { continue }
        guard let limit = figure.bound(text) else {
          throw fields.problem(
            "'\(figure.rawValue)' of \(stage.rawValue) is '\(text)'; expected \(figure.expected)",
            at: figure.rawValue)
        }
        bounds.append(Bound(stage, figure, limit))
      }
    }
    if bounds.isEmpty { throw top.problem("no stage has a bound: there is nothing to judge", at: "stages") }
    self.init(bounds)
  }
}
