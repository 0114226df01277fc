internal import Experiment
internal import Host
internal import Platform
internal import Tuning

/// How rules ask for facts; what is missing silences the rule, with the reason.
extension RuleFacts {
  // MARK: Measurements

  /// The first result of a name whose labels include these.
  func result(_ id: String, _ labels: [String: String] = [:]) throws(Silence) -> MeasuredFigure {
    if let figure = measured.first(id, labels) { return figure }
    throw Silence(
      .notMeasured, "the Run has no result of \(Metric.Key(id: id, labels: labels)) with 3 samples that count"
    )
  }

  /// Every result of a name whose labels include these; at least one.
  func results(_ id: String, _ labels: [String: String] = [:]) throws(Silence) -> [MeasuredFigure] {
    let all = measured.all(id, labels)
    if all.isEmpty { _ = try result(id, labels) }
    return all
  }

  /// Silences the rule where what was measured gives no reason.
  func need(_ condition: Bool, _ reason: @autoclosure () -> String) throws(Silence) {
    if !condition { throw Silence(.notNeeded, reason()) }
  }

  // MARK: Settings

  /// The present text of a setting.
  func text(_ key: String) throws(Silence) -> String {
    if let text = settings[key] { return text }
    throw Silence(.notHere, "\(key) is not on this host, or cannot be read")
  }

  /// The present value of a setting that is a whole number.
  func integer(_ key: String) throws(Silence) -> Int {
    let text = try text(key)
    if let number = Int(text) { return number }
    throw Silence(.notHere, "\(key) reads '\(text)', which is no whole number")
  }

  /// The present word of a setting that is a choice.
  func word(_ key: String) throws(Silence) -> String {
    let text = try text(key)
    if let value = try? SettingValue(kernel: text, type: .choice) { return value.written }
    throw Silence(.notHere, "\(key) reads '\(text)', which is no choice")
  }

  /// Present settings that a pattern stands for, by key.
  func matching(_ pattern: String) -> [(key: String, text: String)] {
    let slash = pattern.firstIndex(of: "*") ?? pattern.endIndex
    let prefix = pattern[..<slash]
    return settings.filter { $0.key.hasPrefix(prefix) && Wildcard.matchesPath($0.key, pattern) }
      .map { ($0.key, $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// A present setting as a fact.
  func setting(_ key: String) -> Trigger { Trigger(key, settings[key] ?? "unknown") }

  // MARK: The host

  /// A fact of the host.
  func fact(_ name: String) throws(Silence) -> String {
    if let text = noted[name] { return text }
    throw Silence(.notHere, "the host does not tell \(name)")
  }

  /// A fact of the host that is a number of bytes.
  func bytes(_ name: String) throws(Silence) -> UInt64 {
    let text = try fact(name)
    if let bytes = UInt64(text) { return bytes }
    throw Silence(.notHere, "\(name) is '\(text)', which is no number of bytes")
  }

  /// A fact of the host for a suggestion.
  func host(_ name: String) -> Trigger { Trigger("host.\(name)", noted[name] ?? "unknown") }

  /// Nodes that have CPUs.
  var homeNodes: Int { topology.nodes.count { !$0.cpus.isEmpty } }

  /// Silences rules that need guests to be named.
  func needGuests() throws(Silence) {
    try need(placement.guests > 0, "no guests are named: say how many of which size with --guests")
  }

  /// Silences rules that need CPUs that nobody else runs on.
  func needExclusiveCPUs() throws(Silence) {
    try need(
      !placement.exclusive.isEmpty, "no CPUs are set apart for guests: name the guests with --guests")
  }
}

extension Proposal {
  /// A setting.
  static func set(
    _ key: String, _ value: some CustomStringConvertible, _ facts: [Trigger], _ derivation: String
  )
    -> [Proposal]
  {
    [Proposal(action: .set(key: key, value: "\(value)"), facts: facts, derivation: derivation)]
  }

  /// Something that is no setting.
  static func advise(_ text: String, _ facts: [Trigger], _ derivation: String) -> [Proposal] {
    [Proposal(action: .advise(text), facts: facts, derivation: derivation)]
  }
}
