import Comparison
import Experiment
import Platform
import Testing

@testable import Advice

@Suite struct ClaimsTests {
  private func claim(
    _ subject: ClaimsDocument.Claim.Subject, metric: String? = nil, effect: Double? = nil,
    truth: String? = nil
  ) -> ClaimsDocument.Claim {
    ClaimsDocument.Claim(
      text: "a claim", source: "s", subject: subject, metric: metric, effect: effect, truth: truth, line: 5)
  }

  private func assess(_ subject: ClaimsDocument.Claim.Subject, metric: String? = nil) throws
    -> (assessment: ClaimAssessment, engine: TunerEngine?)
  {
    let fixture = try TrialFixture()
    let assessor = ClaimAssessor(
      kinds: fixture.kinds, catalog: try fixture.catalog(), tuner: try fixture.tuner(), folder: fixture.state)
    let result = try assessor.assess(claim(subject, metric: metric))
    #expect(try Files.names(in: fixture.state).allSatisfy { !$0.hasSuffix(".yaml") })
    return result
  }

  @Test(
    arguments: [
      (.boot("dom0=1"), .noParameter, "`dom0=1` is not a parameter of this kernel (Linux 6.8.0)"),
      (.boot("elevator=none"), .noParameter, "without effect since Linux 5.0"),
      (.boot("no_such_word"), .undocumented, "is not among the parameters"),
      (.boot("nohpet"), .needsReboot, "takes a boot"),
      (.boot("mitigations=off"), .needsReboot, "takes a boot"),
      (.boot("rcu-nocbs=2-3"), .needsReboot, "takes a boot"),
      (.boot("kvm.no_such=1"), .undocumented, "is not among the parameters"),
      (.boot("quiet"), .alreadySo, "was started with `quiet`"),
      (.nothing, .noSetting, "names nothing that can be set"),
      (.setting(key: "sysctl/vm.swappiness", value: "60"), .alreadySo, "is 60 here without it"),
      (.setting(key: "sysctl/vm.swappiness", value: "900"), .refused, "expected 0 to 200"),
      (.setting(key: "sysctl/vm.unknown", value: "1"), .refused, "is not in the catalog"),
      (.setting(key: "sysctl/vm.missing", value: "1"), .absent, "not on this host"),
      (.setting(key: "sysctl/vm.swappiness", value: "10"), .testable, ""),
    ] as [(ClaimsDocument.Claim.Subject, ClaimAssessment.Standing, String)])
  func everyClaimHasItsStanding(
    subject: ClaimsDocument.Claim.Subject, standing: ClaimAssessment.Standing, part: String
  ) throws {
    let (assessment, engine) = try assess(subject)
    #expect(assessment.standing == standing, "\(assessment.sentence)")
    #expect(part.isEmpty || assessment.sentence.contains(part), "\(assessment.sentence)")
    #expect((engine != nil) == (standing == .testable))
  }

  @Test func aBootWordWithAMetricIsNotToBeToldByTheTwin() throws {
    let assessment = try assess(.boot("mitigations=off"), metric: "scheduler.switch").assessment
    #expect(assessment.sentence.contains("says nothing about speed"))
  }

  // What Linux 6.1 printed in a twin.
  private static let log = """
    [    0.000000] Linux version 6.1.0-56-cloud-amd64
    [    0.000000] Command line: console=ttyS0 dom0=1 elevator=none no_such_word mitigations=off
    [    0.046143] Kernel command line: console=ttyS0 dom0=1 elevator=none no_such_word mitigations=off
    [    0.046200] Unknown kernel command line parameters "dom0=1 no_such_word", will be passed to user space.
    [    0.051000] Kernel parameter elevator= does not have any effect anymore.
    [    0.080000] Speculative Store Bypass: Vulnerable
    """

  @Test(
    arguments: [
      ("dom0=1", .noParameter, "an option of the Xen hypervisor, not of Linux; a twin was booted"),
      ("no_such_word", .noParameter, "`no_such_word` is not a parameter: a twin was booted with it"),
      (
        "elevator=none", .noParameter,
        "and says 'Kernel parameter elevator= does not have any effect anymore.'"
      ),
      ("mitigations=off", .needsReboot, "Linux 6.1.0-56-cloud-amd64 takes the word"),
      ("odd_word", .needsReboot, "`odd_word` is a parameter, although not among the documented ones"),
    ] as [(String, ClaimAssessment.Standing, String)])
  func aKernelInATwinKnowsAWordOrNot(word: String, standing: ClaimAssessment.Standing, part: String) throws {
    let boot = TwinBoot(release: "6.1.0-56-cloud-amd64", log: Self.log)
    let assessment = try assess(.boot(word)).assessment.after(boot)
    #expect(assessment.standing == standing)
    #expect(assessment.sentence.contains(part), "\(assessment.sentence)")
    #expect(ClaimVerdict(assessment).word == (standing == .noParameter ? .refuted : .notTested))
  }

  @Test(arguments: ["init=/bin/sh", "kvm.no_such=1", "two words"])
  func whatATwinCannotTellIsLeft(word: String) throws {
    let assessment = try assess(.boot(word)).assessment
    #expect(!assessment.isForTwin)
    #expect(assessment.after(TwinBoot(release: "6.1.0", log: Self.log)) == assessment)
  }

  @Test(arguments: [
    (0.23, 0.1, ClaimVerdict.Word.exaggerated), (0.1, 0.1, .confirmed), (0.05, 0.1, .confirmed),
    (0.23, 0, .refuted),
    (0.23, -0.1, .refuted), (-0.09, -0.1, .confirmed), (0, 0, .confirmed), (0, 0.1, .refuted),
  ])
  func aVerdictHasItsFigures(claimed: Double, truth: Double, word: ClaimVerdict.Word) async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let effect = KnobExecutor.Effect(
      file: "proc/sys/vm/swappiness", usual: "60", effect: truth)
    let executor = KnobExecutor(fixture, [effect], noise: 0.01)
    let (pair, _) = try await TrialSession.of(engine, executor).take(.started(), factors: [0], pairs: 30)
    let finding = TrialFinding(engine.factors, Comparison(base: pair.base, candidate: pair.candidate))
    let claim = claim(
      .setting(key: "sysctl/vm.swappiness", value: "10"), metric: "memory.bandwidth", effect: claimed)
    let verdict = ClaimVerdict(claim, ClaimAssessment(claim, .testable, ""), finding)
    #expect(verdict.word == word, "\(verdict.sentence)")
    #expect(verdict.sentence.hasPrefix("claimed "), "\(verdict.sentence)")
    #expect(verdict.sentence.contains("on this host"), "\(verdict.sentence)")
  }

  @Test func aClaimThatTheKernelDoesNotTakeIsNotTested() {
    let claim = claim(.setting(key: "sysctl/vm.a", value: "1"), truth: "known")
    let verdict = ClaimVerdict(
      ClaimAssessment(claim, .testable, "").refusedByKernel("EINVAL; everything is as it was"))
    #expect(verdict.word == .notTested && verdict.assessment.standing == .refused)
    #expect(verdict.sentence == "the kernel did not take it: EINVAL; everything is as it was; known")
  }

  @Test func whatWasNotMeasuredIsNotDecided() async throws {
    let fixture = try TrialFixture()
    let engine = try fixture.engine([("sysctl/vm.swappiness", "10")])
    let (pair, _) = try await TrialSession.of(engine, KnobExecutor(fixture, [])).take(
      .started(), factors: [0], pairs: 8)
    let finding = TrialFinding(engine.factors, Comparison(base: pair.base, candidate: pair.candidate))
    let claim = claim(.nothing, metric: "aio.iops", effect: 0.1)
    let verdict = ClaimVerdict(claim, ClaimAssessment(claim, .testable, ""), finding)
    #expect(verdict.word == .notDecided)
    #expect(verdict.sentence.contains("--only aio"))
  }
}
