internal import Host
internal import Platform
public import Tuning

/// Whether a claim can be tested on this host, and what is said of it where it cannot.
public struct ClaimAssessment: Codable, Sendable, Equatable {
  /// Where a claim stands before anything is measured.
  public enum Standing: String, Codable, Sendable, CaseIterable {
    /// It can be tried here and now.
    case testable
    /// What it advises is so already.
    case alreadySo = "already_so"
    /// The catalog does not know the setting, or not this value, so that it is never written; or the kernel did not take it.
    case refused
    /// The setting does not exist on this host, or cannot be read.
    case absent
    /// A word that Linux does not know, or that does nothing.
    case noParameter = "no_parameter"
    /// A word of which nothing is known.
    case undocumented
    /// It takes a boot.
    case needsReboot = "needs_reboot"
    /// It names nothing that can be set.
    case noSetting = "no_setting"
  }

  /// What is said.
  public var claim: String
  /// Who says so.
  public var source: String
  /// The line in the file.
  public var line: Int
  /// What it is about: `sysctl/vm.swappiness = 10`, `dom0=1`; nil where nothing can be set.
  public var subject: String?
  /// Where it stands.
  public var standing: Standing
  /// The verdict, in one sentence; of what is testable, nothing yet.
  public var sentence: String

  /// A claim of this standing.
  init(_ claim: ClaimsDocument.Claim, _ standing: Standing, _ sentence: String) {
    self.claim = claim.text
    source = claim.source
    line = claim.line
    self.standing = standing
    self.sentence = [sentence, claim.truth].compactMap { $0.flatMap { $0.isEmpty ? nil : $0 } }.joined(
      separator: "; ")
    switch claim.subject {
    case .setting(let key, let value): subject = "\(key) = \(value)"
    case .boot(let word): subject = word
    case .nothing: subject = nil
    }
  }
}

extension ClaimAssessment {
  /// The same after the kernel did not take the setting.
  ///
  /// - Parameter reason: what it said, and that everything is as it was.
  public func refusedByKernel(_ reason: String) -> ClaimAssessment {
    var result = self
    result.standing = .refused
    result.sentence = ["the kernel did not take it: \(reason)", sentence].filter { !$0.isEmpty }.joined(
      separator: "; ")
    return result
  }
}

/// Finds out which claims can be tested on a host; writes nothing to it.
public struct ClaimAssessor: Sendable {
  private let kinds: SettingKinds
  private let catalog: Catalog
  private let tuner: Tuner
  private let folder: String

  /// An assessor.
  ///
  /// - Parameters:
  ///   - tuner: what will apply the testable ones.
  ///   - folder: where a profile of one claim can be written for a moment, to be read by the strict loader.
  public init(kinds: SettingKinds, catalog: Catalog, tuner: Tuner, folder: String) {
    self.kinds = kinds
    self.catalog = catalog
    self.tuner = tuner
    self.folder = folder
  }

  /// Where a claim stands, and what tries it where that can be done.
  ///
  /// - Throws: `SystemError` where the profile of the claim cannot be written.
  public func assess(_ claim: ClaimsDocument.Claim) throws -> (
    assessment: ClaimAssessment, engine: TunerEngine?
  ) {
    switch claim.subject {
    case .nothing: (ClaimAssessment(claim, .noSetting, "it names nothing that can be set"), nil)
    case .boot(let word): (boot(word, claim), nil)
    case .setting(let key, let value): try setting(key, value, claim)
    }
  }

  // MARK: Words of the command line

  private func boot(_ word: String, _ claim: ClaimsDocument.Claim) -> ClaimAssessment {
    let name = String(word.prefix { $0 != "=" })
    let kernel = kinds.root.text("proc/sys/kernel/osrelease") ?? "here"
    let words = kinds.root.text("proc/cmdline")?.split(whereSeparator: \.isWhitespace).map(String.init) ?? []
    let isSet = words.contains(word) ? " (this kernel was started with it)" : ""
    switch KernelParameters.standing(of: name) {
    case .idle(let reason):
      return ClaimAssessment(
        claim, .noParameter,
        "`\(word)` is not a parameter of this kernel (Linux \(kernel)): \(reason)\(isSet)")
    case .undocumented where !isKnown(name):
      return ClaimAssessment(
        claim, .undocumented,
        "`\(name)` is not among the parameters that Linux 6.1 documents; a kernel lists words that it does not know in dmesg, "
          + "as 'Unknown kernel command line parameters'\(isSet)")
    case .documented, .undocumented:
      if !isSet.isEmpty {
        return ClaimAssessment(
          claim, .alreadySo, "this kernel was started with `\(word)`; start without it to compare")
      }
      return ClaimAssessment(
        claim, .needsReboot,
        "`\(name)` is a parameter, but takes a boot: not testable in the running kernel, and a twin says nothing about speed; "
          + "compare Runs before and after it with assay compare"
      )
    }
  }

  /// In the catalog, or a parameter of a module that is there.
  private func isKnown(_ name: String) -> Bool {
    if let key = try? SettingKey(kind: "boot", name: name), catalog.knob(for: key) != nil { return true }
    let parts = name.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, !name.contains("/") else { return false }
    let module = String(parts[0]).replacing("-", with: "_")
    let parameter = String(parts[1]).replacing("-", with: "_")
    if let key = try? SettingKey("sysfs/module/\(module)/parameters/\(parameter)"),
      catalog.knob(for: key) != nil
    {
      return true
    }
    return Files.exists(kinds.root.path("sys/module/\(module)/parameters/\(parameter)"))
  }

  // MARK: Settings

  private func setting(
    _ key: String, _ value: String, _ claim: ClaimsDocument.Claim
  ) throws -> (assessment: ClaimAssessment, engine: TunerEngine?) {
    let file = "\(folder)/.claim-\(claim.line).yaml"
    let text = KnobLevels.profile([(key: key, value: value)]).replacing(
      "name: screening", with: "name: claim")
    try Files.replace(file, with: Array(text.utf8))
    defer { try? Files.remove(file) }
    let profile: Profile
    do throws(FileProblem) {
      profile = try ProfileLoader(catalog: catalog).load(file)
    } catch {
      return (ClaimAssessment(claim, .refused, "it is not tried: \(error.reason)"), nil)
    }
    let engine = try TunerEngine(
      profile, planner: TuningPlanner(kinds: kinds, catalog: catalog), tuner: tuner)
    guard let kept = engine.notTested.first else {
      return (ClaimAssessment(claim, .testable, ""), engine)
    }
    let present = (try? SettingKey(key)).flatMap { try? kinds.read($0) }
    switch kept.kind {
    case .alreadySo:
      return (ClaimAssessment(claim, .alreadySo, "\(key) is \(present ?? value) here without it"), nil)
    case .needsReboot: return (ClaimAssessment(claim, .needsReboot, kept.reason), nil)
    case .absent: return (ClaimAssessment(claim, .absent, "not on this host: \(kept.reason)"), nil)
    }
  }
}
