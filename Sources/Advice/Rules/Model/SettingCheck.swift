internal import Platform
internal import Tuning

/// Holds what rules ask for against the catalog and the host: nothing that is set already, that the kernel does not
/// have, or that the catalog does not allow.
struct SettingCheck {
  let facts: RuleFacts

  /// What is set and what is to be.
  struct Change {
    var key: SettingKey
    var knob: Knob
    var current: String
    var wanted: String
  }

  /// A setting by its key.
  func setting(_ text: String, _ value: String) throws(Silence) -> Change {
    let (key, knob) = try knob(text)
    let wanted = try legal(value, knob)
    let present = key.isPattern ? facts.matching(text) : [(key: text, text: try facts.text(text))]
    guard let first = present.first else {
      throw Silence(.notHere, "nothing on this host is named \(text)")
    }
    let differing = present.filter { !wanted.matches(kernel: $0.text) }
    if differing.isEmpty {
      throw Silence(.alreadySet, "\(text) is \(Self.shown(first.text, knob)) already")
    }
    for setting in differing { try offered(wanted, setting, knob) }
    let values = Set(present.map { Self.shown($0.text, knob) }).sorted()
    return Change(
      key: key, knob: knob, current: values.joined(separator: " or "), wanted: wanted.written)
  }

  /// A word of the kernel's command line.
  func boot(_ parameter: String, _ value: String) throws(Silence) -> Change {
    let (key, knob) = try knob("boot/\(parameter)")
    if facts.settings[PresentSettings.commandLine] == nil {
      throw Silence(.notHere, "no boot loader is known here that takes words for the command line")
    }
    let line = try facts.fact("command_line").split(separator: " ")
    let wanted = value.isEmpty ? "" : try legal(value, knob).written
    let words = line.filter { $0 == parameter || $0.hasPrefix("\(parameter)=") }
    if words.contains(where: { $0 == (wanted.isEmpty ? parameter : "\(parameter)=\(wanted)") }) {
      throw Silence(
        .alreadySet, "the kernel was booted with \(parameter)\(wanted.isEmpty ? "" : "=\(wanted)")")
    }
    let current = words.last.map { String($0.dropFirst(parameter.count).drop { $0 == "=" }) }
    return Change(key: key, knob: knob, current: current ?? "not given", wanted: wanted)
  }

  private func knob(_ text: String) throws(Silence) -> (SettingKey, Knob) {
    guard let key = try? SettingKey(text), let knob = facts.catalog.knob(for: key) else {
      throw Silence(.notHere, "\(text) is not in the catalog; only what is there is ever set")
    }
    if let needed = knob.minimumKernel, let kernel = facts.kernel, kernel < needed {
      throw Silence(.notHere, "\(text) needs Linux \(needed); this is \(kernel)")
    }
    return (key, knob)
  }

  /// The value in normal form, when the catalog allows it.
  private func legal(_ text: String, _ knob: Knob) throws(Silence) -> SettingValue {
    guard let value = try? SettingValue(wanted: text, type: knob.type) else {
      throw Silence(.notHere, "'\(text)' is no value of \(knob.key)")
    }
    if !knob.choices.isEmpty, !knob.choices.contains(value.written) {
      throw Silence(.notHere, "\(knob.key) knows no '\(text)'")
    }
    guard let range = knob.range else { return value }
    for word in value.written.split(separator: " ") {
      guard let number = Int128(word), range.contains(number) else {
        throw Silence(
          .notHere,
          "\(text) is outside of what is safe for \(knob.key), \(range.lowerBound) to \(range.upperBound)")
      }
    }
    return value
  }

  /// Whether this host offers the word, where it tells what it offers.
  private func offered(
    _ wanted: SettingValue, _ setting: (key: String, text: String), _ knob: Knob
  ) throws(Silence) {
    guard knob.type == .choice else { return }
    var words = SettingValue.offered(kernel: setting.text)
    if let file = knob.offeredBy {
      let folder = setting.key.split(separator: "/").dropLast().joined(separator: "/")
      words = facts.settings["\(folder)/\(file)"]?.split(separator: " ").map(String.init) ?? words
    }
    guard let words, !words.contains(wanted.written) else { return }
    throw Silence(
      .notHere, "\(setting.key) offers \(words.joined(separator: ", ")) here, not \(wanted.written)")
  }

  /// Of a choice what is chosen.
  private static func shown(_ text: String, _ knob: Knob) -> String {
    let value = (try? SettingValue(kernel: text, type: knob.type))?.description ?? text
    return value.isEmpty ? "(empty)" : value
  }
}
