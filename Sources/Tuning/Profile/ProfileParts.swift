internal import Platform

/// The parts of one profile's file.
struct ProfileParts {
  let catalog: Catalog
  let fields: YAMLFields

  private var file: String { fields.file }

  private func problem(_ line: Int, _ reason: String) -> FileProblem {
    FileProblem(file: file, line: line, reason: reason)
  }

  // MARK: Settings

  func settings() throws(FileProblem) -> [Profile.Wish] {
    var wishes: [Profile.Wish] = []
    for node in try fields.list("settings") {
      let wish = try setting(
        try YAMLFields(node, file: file, known: ["key", "value", "when", "why", "evidence"]))
      if let first = wishes.first(where: { $0.key == wish.key }) {
        throw problem(wish.line, "\(wish.key) is here twice; the first is in line \(first.line)")
      }
      if let first = wishes.first(where: { Knob.areCoupled(wish, $0) }) {
        throw problem(
          wish.line,
          "\(wish.key) and \(first.key) (line \(first.line)) exclude each other: the kernel changes one when the other is set"
        )
      }
      wishes.append(wish)
    }
    return wishes
  }

  private func setting(_ setting: YAMLFields) throws(FileProblem) -> Profile.Wish {
    let key = try key(try setting.text("key"), line: setting.line(of: "key"))
    guard !["cgroup", "boot", "file"].contains(key.kind) else {
      let place =
        key.kind == "cgroup" ? "below 'cpusets'" : key.kind == "boot" ? "below 'boot'" : "with --persist"
      throw setting.problem("\(key): settings of kind \(key.kind) are made \(place)", at: "key")
    }
    let knob = try knob(key, line: setting.line(of: "key"))
    // An empty list of CPUs is a value: "inherit".
    guard let text = try setting.optionalText("value") else { throw setting.problem("'value' is missing") }
    return Profile.Wish(
      key: key, knob: knob, value: try value(text, knob, line: setting.line(of: "value")),
      condition: try condition(setting), why: try setting.text("why"), evidence: try evidence(setting),
      file: file, line: setting.line)
  }

  private func condition(_ setting: YAMLFields) throws(FileProblem) -> Profile.Condition? {
    guard let word = try setting.optionalText("when") else { return nil }
    guard let condition = Profile.Condition(rawValue: word) else {
      let known = Profile.Condition.allCases.map(\.rawValue).joined(separator: ", ")
      throw setting.problem("'when: \(word)' is not known; known: \(known)", at: "when")
    }
    return condition
  }

  private func key(_ text: String, line: Int) throws(FileProblem) -> SettingKey {
    do throws(SettingKeyProblem) {
      return try SettingKey(text)
    } catch {
      throw problem(line, error.description)
    }
  }

  private func knob(_ key: SettingKey, line: Int) throws(FileProblem) -> Knob {
    guard let knob = catalog.knob(for: key) else {
      throw problem(line, "\(key) is not in the catalog \(catalog.file); only what is there is ever written")
    }
    return knob
  }

  /// Where a knob takes CPUs, what is no list is an expression; errors of either say what was expected.
  private func value(_ text: String, _ knob: Knob, line: Int) throws(FileProblem) -> Profile.Value {
    let takesCPUs = knob.type == .cpus || knob.type == .mask
    do throws(ValueProblem) {
      return .literal(try knob.value(text).written)
    } catch {
      let isWellFormed = (try? SettingValue(wanted: text, type: knob.type)) != nil
      guard takesCPUs, !isWellFormed else { throw problem(line, "\(knob.key): \(error)") }
    }
    return .cpus(try expression(text, line: line))
  }

  private func expression(_ text: String, line: Int) throws(FileProblem) -> CPUExpression {
    do throws(CPUExpression.Problem) {
      return try CPUExpression(text)
    } catch {
      throw problem(line, error.description)
    }
  }

  private func evidence(_ setting: YAMLFields) throws(FileProblem) -> String? {
    guard let node = setting["evidence"] else { return nil }
    let known = ["metric", "effect", "interval", "runs"]
    let evidence = try YAMLFields(node, file: file, known: known)
    let effect = try evidence.text("effect")
    let interval = try evidence.texts("interval").map(\.text).joined(separator: ", ")
    _ = try evidence.texts("runs")
    return "\(try evidence.text("metric")): \(effect)\(interval.isEmpty ? "" : " [\(interval)]")"
  }

  // MARK: Names, groups

  func definitions() throws(FileProblem) -> [(name: String, cpus: CPUExpression)] {
    guard let node = fields["cpus"] else { return [] }
    guard case .mapping(let entries) = node.content else {
      throw fields.problem("'cpus' must be a mapping of names to CPUs", at: "cpus")
    }
    var definitions: [(name: String, cpus: CPUExpression)] = []
    for entry in entries {
      guard case .scalar(let text, _) = entry.value.content, entry.key.first?.isLetter ?? false else {
        throw problem(entry.line, "'\(entry.key)' must be a name with CPUs, such as 'housekeeping: 0-1'")
      }
      definitions.append((entry.key, try expression(text, line: entry.line)))
    }
    return definitions
  }

  func groups() throws(FileProblem) -> [Profile.Group] {
    var groups: [Profile.Group] = []
    for node in try fields.list("cpusets") {
      let group = try group(
        try YAMLFields(node, file: file, known: ["group", "cpus", "mems", "partition", "why", "evidence"]))
      if groups.contains(where: { $0.path == group.path }) {
        throw problem(group.line, "the group \(group.path) is here twice")
      }
      groups.append(group)
    }
    return groups
  }

  private func group(_ group: YAMLFields) throws(FileProblem) -> Profile.Group {
    let path = try group.text("group")
    let key = try key("cgroup/\(path)", line: group.line(of: "group"))
    guard path.split(separator: "/").allSatisfy({ $0.hasPrefix("assay-") && !$0.contains(".") }) else {
      throw group.problem(
        "the group '\(key.name)' must be named assay-… so that it is known to be ours; for a slice of systemd use"
          + " the setting systemd/NAME.slice/AllowedCPUs", at: "group")
    }
    let partition = try group.optionalText("partition") ?? "member"
    do throws(ValueProblem) {
      _ = try SettingValue(wanted: partition, type: .partition)
    } catch {
      throw group.problem("partition \(error)", at: "partition")
    }
    let mems = try group.optionalText("mems")
    if let mems {
      do throws(ValueProblem) {
        _ = try SettingValue(wanted: mems, type: .cpus)
      } catch {
        throw group.problem("mems \(error)", at: "mems")
      }
    }
    return Profile.Group(
      path: path, cpus: try expression(try group.text("cpus"), line: group.line(of: "cpus")), mems: mems,
      partition: partition, why: try group.optionalText("why") ?? "CPUs of its own",
      evidence: try evidence(group), file: file, line: group.line)
  }

  // MARK: Command line, claims

  func bootWords() throws(FileProblem) -> [Profile.Wish] {
    var wishes: [Profile.Wish] = []
    for node in try fields.list("boot") {
      let wish = try bootWord(node)
      if let first = wishes.first(where: { $0.key == wish.key }) {
        throw problem(wish.line, "\(wish.key) is here twice; the first is in line \(first.line)")
      }
      wishes.append(wish)
    }
    return wishes
  }

  /// `skew_tick=1`, or a mapping with `word` and `why`.
  private func bootWord(_ node: YAMLNode) throws(FileProblem) -> Profile.Wish {
    var word: String
    var why: String?
    if case .scalar(let text, _) = node.content {
      word = text
    } else {
      let entry = try YAMLFields(node, file: file, known: ["word", "why", "evidence"])
      word = try entry.text("word")
      why = try entry.text("why")
    }
    word = word.trimmingSpace()
    let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let key = try key("boot/\(parts[0])", line: node.line)
    guard let knob = catalog.knob(for: key) else {
      throw problem(
        node.line, "'\(parts[0])' is no parameter of the kernel that the catalog \(catalog.file) knows")
    }
    let text = parts.count > 1 ? parts[1] : ""
    if text.contains("{") {
      let pieces = try BootTemplate(text, file: file, line: node.line)
      return Profile.Wish(
        key: key, knob: knob, value: .template(pieces.text), condition: nil, why: why ?? knob.about,
        evidence: nil,
        file: file,
        line: node.line)
    }
    guard !text.contains(where: \.isWhitespace) else {
      throw problem(node.line, "'\(word)' has a space; write one word of the command line an entry")
    }
    do throws(ValueProblem) {
      let value = text.isEmpty && knob.type == .text ? "" : try knob.value(text).written
      return Profile.Wish(
        key: key, knob: knob, value: .literal(value), condition: nil, why: why ?? knob.about, evidence: nil,
        file: file,
        line: node.line)
    } catch {
      throw problem(node.line, "\(parts[0]): \(error)")
    }
  }

  func claims() throws(FileProblem) -> [TuningPlan.Claim] {
    var claims: [TuningPlan.Claim] = []
    for node in try fields.list("claims") {
      let claim = try YAMLFields(node, file: file, known: ["claim", "verdict", "test", "source"])
      claims.append(
        TuningPlan.Claim(
          claim: try claim.text("claim"), verdict: try claim.text("verdict"),
          test: try claim.optionalText("test"), source: try claim.text("source")))
    }
    return claims
  }
}
