internal import Host
internal import Platform

/// `boot/cmdline`: the words that Assay adds to the kernel's command line, kept in one file that it owns.
///
/// Where GRUB's defaults can be extended (`/etc/default/grub.d`, Debian), the file is one of those and update-grub
/// follows; where boot entries are files (BLS: Fedora, RHEL), grubby edits them, and our file remembers which words are
/// ours.
struct BootKind: SettingKind {
  static let name = "boot"
  static let survivesReboot = true
  static let takesEffectAtBoot = true
  static let isTold = true
  /// The only name of this kind.
  static let commandLine = "cmdline"

  private let root: HostRoot
  private let files: OwnFiles
  private static let grubFile = "etc/default/grub.d/90-assay.cfg"
  private static let wordsFile = "etc/default/assay-cmdline"
  private static let updateGrub = ["usr/sbin/update-grub", "sbin/update-grub"]
  private static let grubby = ["usr/sbin/grubby", "sbin/grubby", "usr/bin/grubby"]
  /// update-grub looks for other systems on all disks.
  private static let timeout = 300.0

  /// Runs a program to its end.
  typealias Runner = @Sendable (_ program: String, _ arguments: [String]) throws(SettingError) -> Void

  private let runner: Runner

  /// The boot loader of a machine; in a tree of files no program is run.
  init(root: HostRoot) {
    self.init(root: root) { program, arguments throws(SettingError) in
      if root.isLive { try Self.runLive(program, arguments) }
    }
  }

  /// With another way to run its programs; for tests.
  init(root: HostRoot, runner: @escaping Runner) {
    self.root = root
    self.runner = runner
    files = OwnFiles(root: root)
  }

  private enum Loader { case grub(program: String), entries(program: String) }

  private var loader: Loader? {
    if root.exists("boot/loader/entries"), let program = Self.grubby.first(where: root.exists) {
      return .entries(program: program)
    }
    guard root.exists("etc/default/grub.d"), let program = Self.updateGrub.first(where: root.exists) else {
      return nil
    }
    return .grub(program: program)
  }

  func obstacle(to name: String) -> String? {
    if name != Self.commandLine { return "boot/\(name): there is only boot/\(Self.commandLine)" }
    if loader != nil { return nil }
    return
      "neither GRUB (/etc/default/grub.d and update-grub) nor boot entries (/boot/loader/entries and grubby) "
      + "are here"
  }

  /// The words that are ours; empty when there are none.
  func read(_ name: String) throws(SettingError) -> String {
    let loader = try find(name)
    let text = try files.read(Self.file(of: loader))
    if text == SettingValue.absent { return "" }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("#") }
    guard case .grub = loader else { return lines.joined(separator: " ") }
    guard lines.count == 1, lines[0].hasPrefix(Self.opening), lines[0].hasSuffix("\"") else {
      throw .refused(reason: "/\(Self.grubFile) was changed by someone else; move it away or put it right")
    }
    return lines[0].dropFirst(Self.opening.count).dropLast().trimmingSpace()
  }

  func tidy(_ name: String) throws(SettingError) { try files.tidy(Self.file(of: try find(name))) }

  func write(_ name: String, _ text: String) throws(SettingError) {
    let loader = try find(name)
    guard text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F && !Self.special.contains($0) }) else {
      throw .refused(
        reason: "boot/cmdline: '\(text)' has a character that a boot loader's file could misread")
    }
    let old = try read(name)
    // The entries first: what is ours must be known as long as it is in one of them.
    switch loader {
    case .grub(let program):
      let content = text.isEmpty ? SettingValue.absent : "\(Self.note)\(Self.opening)\(text)\"\n"
      try files.write(Self.grubFile, content)
      try runner(program, [])
    case .entries(let program):
      if !text.isEmpty { try files.write(Self.wordsFile, "\(Self.note)\(Self.union(old, text))\n") }
      var arguments = ["--update-kernel=ALL"]
      let gone = old.split(separator: " ").filter { !text.split(separator: " ").contains($0) }
      if !gone.isEmpty { arguments.append("--remove-args=\(gone.joined(separator: " "))") }
      if !text.isEmpty { arguments.append("--args=\(text)") }
      if arguments.count > 1 { try runner(program, arguments) }
      try files.write(Self.wordsFile, text.isEmpty ? SettingValue.absent : "\(Self.note)\(text)\n")
    }
  }

  private static let note = "# Written by assay tune; removed by assay tune revert.\n"
  private static let opening = "GRUB_CMDLINE_LINUX=\"$GRUB_CMDLINE_LINUX "
  /// The file of GRUB's defaults is a shell script.
  private static let special = Set("\"'\\$`".utf8)

  private static func file(of loader: Loader) -> String {
    if case .grub = loader { return grubFile }
    return wordsFile
  }

  private static func union(_ first: String, _ second: String) -> String {
    let words = first.split(separator: " ")
    return (words + second.split(separator: " ").filter { !words.contains($0) }).joined(separator: " ")
  }

  private func find(_ name: String) throws(SettingError) -> Loader {
    guard name == Self.commandLine, let loader else {
      throw .notApplicable(reason: obstacle(to: name) ?? "no boot loader is known here")
    }
    return loader
  }

  private static func runLive(_ program: String, _ arguments: [String]) throws(SettingError) {
    let result = try KernelFiles.system { () throws(SystemError) in
      try HelperProgram.run("/\(program)", arguments, timeout: timeout)
    }
    guard result.status == 0 else {
      let command = (["/\(program)"] + arguments).joined(separator: " ")
      throw .program(command: command, status: result.status, said: String(result.output.suffix(400)))
    }
    // These programs leave what they wrote to the page cache; once it is called done it must outlast a power cut.
    Files.syncEverything()
  }
}
