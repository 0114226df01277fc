internal import Host

/// What takes back, at a boot, an apply that nobody had confirmed when the machine went down.
///
/// The guard that `--confirm-within` starts dies with a reboot, and files outlast it. Under systemd such an apply
/// therefore has two files more, as settings of its own journal: a unit that runs `assay tune guard --boot` before
/// sysctl.d and tmpfiles.d are read, and the drop-in of sysinit.target that wants it. They are written before all other
/// files and go after them: confirming, reverting and recovering remove them.
public enum BootGuard {
  /// What becomes of an apply that nobody confirmed before a reboot.
  public enum Promise: String, Codable, Sendable {
    /// The boot guard takes it back before its files take effect.
    case takenBack
    /// It needs the reboot: the boot is the trial, and has the same time to be confirmed.
    case trial
    /// Nothing but `assay tune recover`.
    case byHand

    /// For people.
    public var sentence: String {
      switch self {
      case .takenBack: "a reboot before that is a no: the boot guard takes everything back"
      case .trial:
        "the next boot is the trial: assay tune confirm must come in the same time from its start, or the boot guard "
          + "takes everything back"
      case .byHand:
        "after a reboot run assay tune recover: without systemd nothing else takes back what nobody confirmed"
      }
    }
  }

  private static let units = "etc/systemd/system"
  private static let wants = "\(units)/sysinit.target.d/90-"
  private static let name = "assay-boot-guard-"

  /// What a reboot would make of a plan that is applied with `--confirm-within`; nil where nothing of it outlasts one.
  static func promise(of plan: TuningPlan, _ kinds: SettingKinds) -> Promise? {
    guard plan.all.contains(where: { kinds.survivesReboot($0.key) }) else { return nil }
    guard isPossible(on: kinds.root) else { return .byHand }
    return plan.all.contains { $0.key.kind == BootKind.name } ? .trial : .takenBack
  }

  /// Where systemd starts the machine: of one that runs it says so itself.
  static func isPossible(on root: HostRoot) -> Bool {
    let signs = root.isLive ? ["run/systemd/system"] : ["usr/lib/systemd/systemd", "lib/systemd/systemd"]
    return root.exists(units) && signs.contains(where: root.exists)
  }

  /// Whether a setting is one of these files.
  static func owns(_ key: SettingKey) -> Bool {
    key.kind == FileKind.name
      && (key.name.hasPrefix("\(units)/\(name)") || key.name.hasPrefix("\(wants)\(name)"))
  }

  /// The files of an apply, as changes that come before all others.
  ///
  /// - Parameters:
  ///   - number: the apply's.
  ///   - command: what the unit runs, the program's full path first.
  static func changes(
    _ number: Int, command: [String], profile: String, _ kinds: SettingKinds
  ) throws -> [PlannedChange] {
    let unit = "\(name)\(number).service"
    let note =
      "# Written by assay tune apply --confirm-within (profile \(profile)); removed by assay tune "
      + "confirm, revert and recover.\n"
    return try [
      ("\(units)/\(unit)", note + text(try UnitText.command(command), profile)),
      ("\(wants)\(name)\(number).conf", note + "[Unit]\nWants=\(unit)\n"),
    ].map { path, text in
      let key = try SettingKey(kind: FileKind.name, name: path)
      return PlannedChange(
        key: key, type: .content, current: try kinds.read(key), wanted: text,
        why: "takes the apply back at a boot before it was confirmed",
        risk: PlannedChange.Risk(level: .low, note: "none once it is confirmed or reverted"), profile: profile
      )
    }
  }

  /// A service that has ended its work at boot when it forks: what follows waits for nothing else. Local disks only, so
  /// that it can run before the first setting is made.
  private static func text(_ command: String, _ profile: String) -> String {
    """
    [Unit]
    Description=Takes back the tuning \(profile) unless it is confirmed
    DefaultDependencies=no
    Conflicts=shutdown.target
    After=local-fs.target
    Before=systemd-sysctl.service systemd-tmpfiles-setup.service sysinit.target shutdown.target

    [Service]
    Type=forking
    TimeoutStartSec=600
    ExecStart=\(command)

    """
  }
}

/// How unit files write a command (systemd.service(5), "Command lines").
private enum UnitText {
  /// A word that no unit file can hold.
  struct Refusal: Error, CustomStringConvertible { let description: String }

  static func command(_ words: [String]) throws(Refusal) -> String {
    var quoted: [String] = []
    for (index, word) in words.enumerated() {
      guard word.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
        throw Refusal(
          description: "a unit file cannot name '\(word)'; take a path without control characters")
      }
      let plain = word.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("%", with: "%%")
      // In the program's own path a dollar stands for itself.
      quoted.append("\"\(index == 0 ? plain : plain.replacing("$", with: "$$"))\"")
    }
    return quoted.joined(separator: " ")
  }
}
