public import Experiment
internal import Host
internal import Platform
public import Tuning

/// Present settings that rules ask for and a fingerprint does not hold: of interrupts, of systemd, and what a choice
/// offers.
public enum PresentSettings {
  /// The key that tells whether words of the command line can be set.
  static let commandLine = "boot/cmdline"
  private static let slices = ["system.slice", "user.slice"]

  /// Reads them; what cannot be read is not there.
  ///
  /// - Parameters:
  ///   - kinds: of the machine that the host is.
  ///   - host: what is known already.
  ///   - catalog: which settings there may be.
  public static func read(_ kinds: SettingKinds, host: Fingerprint, catalog: Catalog) -> [String: String] {
    var found: [String: String] = [:]
    for text in Set(Rule.all.flatMap(\.knobs)).sorted() {
      guard let key = try? SettingKey(text), let knob = catalog.knob(for: key), key.kind != "boot" else {
        continue
      }
      if key.kind == "systemd" {
        for slice in slices { add("systemd/\(slice)/\(key.parts.last ?? "")", kinds, &found) }
      } else if !key.isPattern, host.settings[text] == nil {
        add(text, kinds, &found)
      }
      if let file = knob.offeredBy { addOffers(key, file, kinds, host, &found) }
    }
    if let boot = kinds["boot"], boot.obstacle(to: "cmdline") == nil { found[commandLine] = "" }
    return found
  }

  /// What stands for them where the host is not looked at: its boot loader is taken for known.
  public static let ofRecordedHost = [commandLine: ""]

  private static func add(_ text: String, _ kinds: SettingKinds, _ found: inout [String: String]) {
    guard let key = try? SettingKey(text), let value = try? kinds.read(key) else { return }
    found[text] = value
  }

  /// The files beside settings that list what this host offers.
  private static func addOffers(
    _ pattern: SettingKey, _ file: String, _ kinds: SettingKinds, _ host: Fingerprint,
    _ found: inout [String: String]
  ) {
    // Most keys of a large host begin otherwise, and comparing beginnings is cheap.
    let prefix = pattern.description.prefix { $0 != "*" }
    let keys =
      pattern.isPattern
      ? host.settings.keys.filter { $0.hasPrefix(prefix) && Wildcard.matchesPath($0, pattern.description) }
      : [pattern.description]
    for key in keys {
      let folder = key.split(separator: "/").dropLast().joined(separator: "/")
      add("\(folder)/\(file)", kinds, &found)
    }
  }
}
