internal import Platform
public import Tuning

/// What `--knob` names: a setting, and the level that it is screened at beside the present one.
public enum KnobLevels {
  /// A setting with its level: `sysctl/vm.swappiness=10`; without one, a level is chosen by the catalog and the present
  /// value.
  ///
  /// - Returns: the key and the value as a profile writes it.
  /// - Throws: `TrialProblem` of kind `refused`, one line.
  public static func level(_ text: String, catalog: Catalog, kinds: SettingKinds) throws -> (
    key: String, value: String
  ) {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    let key: SettingKey
    do {
      key = try SettingKey(parts[0])
    } catch {
      throw TrialProblem(.refused, "--knob \(error)")
    }
    guard let knob = catalog.knob(for: key) else {
      throw TrialProblem(
        .refused,
        "--knob \(key): it is not in the catalog \(catalog.file); only what is there is ever written")
    }
    if parts.count > 1 { return (key.description, parts[1]) }
    if knob.needsReboot || key.kind == "boot" {
      // Listed as not screened by whoever plans it.
      return (key.description, knob.choices.first ?? "1")
    }
    let present: String
    do {
      present = try kinds.read(key)
    } catch {
      throw TrialProblem(
        .refused,
        "--knob \(key): its present value cannot be read (\(error)); name the other level: --knob \(key)=VALUE"
      )
    }
    guard let value = other(than: present, knob) else {
      throw TrialProblem(
        .refused,
        "--knob \(key): no other level can be guessed from '\(present)'; name one: --knob \(key)=VALUE")
    }
    return (key.description, value)
  }

  /// Another level than the present one: the other truth value, the next word, twice the number, or half of it.
  static func other(than present: String, _ knob: Knob) -> String? {
    guard let now = try? SettingValue(kernel: present, type: knob.type).written else { return nil }
    if knob.type == .boolean { return now == "0" || now == "N" ? "1" : "0" }
    if knob.type == .choice {
      // `always [madvise] never`: the words that this host offers.
      let offered = present.split(whereSeparator: \.isWhitespace).map { $0.filter { $0 != "[" && $0 != "]" } }
      let words = offered.count > 1 ? offered : knob.choices
      let allowed = knob.choices.isEmpty ? words : words.filter { knob.choices.contains($0) }
      return allowed.first { $0 != now }
    }
    guard knob.type == .integer || knob.type == .bytes, let number = Int128(now) else { return nil }
    let candidates =
      number == 0 ? [knob.range?.upperBound ?? 1] : [number * 2, number / 2, number + 1, number - 1]
    let range = knob.range ?? (0...Int128(Int64.max))
    return candidates.first { $0 != number && range.contains($0) }.map { "\($0)" }
  }

  /// A profile of these levels, as the text of a file: it is the record of what was screened.
  public static func profile(_ levels: [(key: String, value: String)]) -> String {
    var lines = ["schema: \(Profile.schema)", "name: screening", "summary: levels of a screening"]
    let settings = levels.filter { !$0.key.hasPrefix("boot/") }
    if !settings.isEmpty {
      lines.append("settings:")
      lines += settings.map {
        "  - {key: \(YAMLText.quoted($0.key)), value: \(YAMLText.quoted($0.value)), why: \"to be screened\"}"
      }
    }
    let boot = levels.filter { $0.key.hasPrefix("boot/") }.map { level in
      "\(level.key.dropFirst("boot/".count))\(level.value.isEmpty ? "" : "=\(level.value)")"
    }
    if !boot.isEmpty { lines.append("boot: [\(boot.map(YAMLText.quoted).joined(separator: ", "))]") }
    return lines.joined(separator: "\n") + "\n"
  }
}
