internal import FoundationEssentials
internal import Platform
internal import Tuning
internal import VirtualMachine

/// `assay tune` in a guest, for one profile.
struct GuestTuning: Sendable {
  let twin: Twin
  let profile: GuestProfile

  /// A guest under TCG takes some seconds for what takes a host a tenth.
  private static let limit: Duration = .seconds(120)
  /// Where the guest keeps journals and the log.
  static let state = "/var/lib/assay"
  private static let needsReboot = 13

  /// Puts `/etc` on the disk, so that files which Assay owns outlive a power cut, with a stand-in for GRUB's program.
  func prepare() async throws {
    try await twin.check(
      """
      etc=\(Self.state)/etc
      mkdir -p $etc/default/grub.d $etc/sysctl.d $etc/tmpfiles.d $etc/modprobe.d
      mount --bind $etc /etc
      printf '#!/bin/sh\\n' > /usr/sbin/update-grub
      chmod 755 /usr/sbin/update-grub
      """)
  }

  /// Every setting of the guest, and every file below `/etc`.
  func settings() async throws -> [String: String] { try await twin.settings(andBelow: ["/etc"]) }

  /// What would be changed.
  func plan() async throws -> TuningPlan {
    try decode(TuningPlan.self, try await run("plan --json \(profile.arguments)"))
  }

  /// - Returns: settings that were written.
  func apply() async throws -> Int {
    let result = try await run("apply --json \(profile.arguments)", expecting: [0, Self.needsReboot])
    return try decode(TuneDocument.self, result).steps?.count ?? 0
  }

  /// - Returns: settings that were compared.
  func verify() async throws -> Int {
    try decode(TuneDocument.self, try await run("verify --json")).checks?.count ?? 0
  }

  /// `revert` or `recover`.
  ///
  /// - Returns: settings that were taken back, or were gone by themselves.
  @discardableResult
  func takeBack(_ action: String) async throws -> Int {
    try decode(TuneDocument.self, try await run("\(action) --json")).steps?.count ?? 0
  }

  /// What is applied, or was interrupted.
  func status() async throws -> [Tuner.Standing] {
    try decode(TuneDocument.self, try await run("status --json")).profiles ?? []
  }

  /// Starts an apply and kills it as soon as its journal says that a number of settings were written.
  ///
  /// - Returns: what the kill left; nil where the apply had ended.
  func killApply(after written: Int, of changes: Int) async throws -> Tuner.Standing? {
    try await twin.check(
      """
      assay tune apply \(profile.arguments) > /run/twin/apply 2>&1 &
      \(Self.waiting(forLines: 1 + changes + written))
      kill -9 $apply
      wait $apply
      true
      """, within: Self.limit)
    return try await status().first { $0.pending != nil }
  }

  /// A loop for the shell that ends when the journal of the process that was just started has so many lines, or the
  /// process has ended. It starts no program: what it waits for passes within milliseconds.
  static func waiting(forLines lines: Int) -> String {
    """
    apply=$!
    found=0
    while [ -e /proc/$apply/exe ] && [ $found -lt \(lines) ]; do
      found=0
      for journal in \(state)/*.journal; do
        [ -e "$journal" ] || continue
        while read -r line; do found=$((found + 1)); done < "$journal"
      done
    done
    """
  }

  /// Runs `assay tune` with these words.
  ///
  /// - Throws: `RehearsalMismatch` for an exit code that is not expected.
  private func run(_ words: String, expecting codes: [Int] = [0]) async throws -> GuestResult {
    let result = try await twin.run("assay tune \(words)", within: Self.limit)
    guard codes.contains(result.code) else {
      let said = result.errors.isEmpty ? result.output : result.errors
      throw RehearsalMismatch(
        "assay tune \(words.prefix { $0 != " " }) ended with \(result.code): \(said.oneLine)")
    }
    return result
  }

  private func decode<Value: Decodable>(_ type: Value.Type, _ result: GuestResult) throws -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(result.outputBytes))
    } catch {
      throw CommandFailure("the twin's assay printed no \(type) but: \(result.output.prefix(200))")
    }
  }
}
