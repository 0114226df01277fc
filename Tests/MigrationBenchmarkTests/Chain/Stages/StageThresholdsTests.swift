import MigrationBenchmark
import Platform
import TestSupport
import Testing

@Suite struct StageThresholdsTests {
  private static let shipped =
    "\(Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: Files.parent(of: #filePath))))))/Profiles/stages.yaml"

  @Test(.enabled(if: Files.exists(shipped), "the sources are not where they were compiled"))
  func theShippedFileIsWhatIsBuiltIn() throws {
    #expect(try StageThresholds(file: Self.shipped) == .standard)
  }

  @Test func everyFigureIsRead() throws {
    let tree = try TemporaryTree([
      "stages.yaml": """
      schema: assay.stages/1
      stages:
        pre-check: {seconds: 5, round-trip: 200us, link-rate: 1.5m, memory-left: 1g, differences: 1, ecc-errors: 3}
        reserve: {seconds: 2m, memory-taken: 0.5}
        sync: {share: 0.99995}
        migrate: {blackout: 300ms, guest-pause: 0.1}
        health-check: {beat-rate: 1, image-differences: 0}
        switch-back: {seconds: 1s, share: 1, blackout: 1}
      """
    ])
    let read = try StageThresholds(file: "\(tree.path)/stages.yaml")
    #expect(read.bounds.count == 16)
    #expect(read.limit(of: .roundTrip, in: .preCheck) == 0.0002)
    #expect(read.limit(of: .linkRate, in: .preCheck) == 1.5 * 0x1p20)
    #expect(read.limit(of: .memoryLeft, in: .preCheck) == 0x1p30)
    #expect(read.limit(of: .eccErrors, in: .preCheck) == 3)
    #expect(read.limit(of: .seconds, in: .reserve) == 120)
    #expect(read.limit(of: .share, in: .sync) == 0.99995)
    #expect(read.limit(of: .seconds, in: .sync) == nil)
    #expect(read.limit(of: .guestPause, in: .migrate) == 0.1)
    #expect(
      read.text(of: .migrate) == "blackout at most 300 ms, guest-pause at most 100 ms"
        && read.text(of: .sync) == "share at least 99.995 %")
  }

  @Test(arguments: [
    ("", 1, "empty"),
    ("schema: assay.stages/1\n", 1, "'stages' is missing"),
    ("schema: assay.stages/2\nstages: {sync: {share: 1}}\n", 1, "assay.stages/1 is read"),
    ("stages: {sync: {share: 1}}\n", 1, "'schema' is missing"),
    ("schema: assay.stages/1\nstages: {}\n", 2, "no stage has a bound"),
    ("schema: assay.stages/1\nstages:\n  sync: {}\n", 2, "no stage has a bound"),
    (
      "schema: assay.stages/1\nstages:\n  sink: {share: 1}\n", 3, "'sink' is not known here; known: pre-check"
    ),
    ("schema: assay.stages/1\nstages:\n  sync:\n    shares: 1\n", 4, "'shares' is not known here"),
    ("schema: assay.stages/1\nstages:\n  sync: {blackout: 1s}\n", 3, "'blackout' is not known here"),
    ("schema: assay.stages/1\nstages: [sync]\n", 2, "expected a mapping"),
    ("schema: assay.stages/1\nstages:\n  sync: 5\n", 3, "expected a mapping with seconds, share"),
    ("schema: assay.stages/1\nstages:\n  sync: {share: [1]}\n", 3, "must be a text or a number"),
    ("schema: assay.stages/1\nstages:\n  sync: {share: 1.1}\n", 3, "a number from 0 to 1"),
    ("schema: assay.stages/1\nstages:\n  sync: {share: 99%}\n", 3, "a number from 0 to 1"),
    ("schema: assay.stages/1\nstages:\n  sync: {share: -1}\n", 3, "a number from 0 to 1"),
    ("schema: assay.stages/1\nstages:\n  sync: {seconds: 0}\n", 3, "a time above 0"),
    ("schema: assay.stages/1\nstages:\n  sync: {seconds: nan}\n", 3, "a time above 0"),
    ("schema: assay.stages/1\nstages:\n  sync: {seconds: 0x10}\n", 3, "a time above 0"),
    ("schema: assay.stages/1\nstages:\n  sync: {seconds: 2d}\n", 3, "a time above 0"),
    ("schema: assay.stages/1\nstages:\n  sync: {seconds: 90000}\n", 3, "up to a day"),
    (
      "schema: assay.stages/1\nstages:\n  pre-check:\n    seconds: 1\n    ecc-errors: 0.5\n", 5,
      "whole number"
    ),
    ("schema: assay.stages/1\nstages:\n  pre-check: {link-rate: fast}\n", 3, "bytes a second"),
    ("schema: assay.stages/1\nstages:\n  pre-check: {memory-left: 9999999999t}\n", 3, "a size"),
    ("schema: assay.stages/1\nstages:\n  sync: {share: 1, share: 1}\n", 3, "twice"),
    ("schema: assay.stages/1\nwhatever: 1\nstages: {sync: {share: 1}}\n", 2, "'whatever' is not known"),
    ("a: [", 2, ""),
  ])
  func whatIsNoThresholdsFileIsRefused(text: String, line: Int, said: String) throws {
    let tree = try TemporaryTree(["s.yaml": text])
    let file = "\(tree.path)/s.yaml"
    let problem = #expect(throws: FileProblem.self) { try StageThresholds(file: file) }
    #expect(problem?.file == file)
    #expect(problem?.line == line, "\(problem?.description ?? "")")
    #expect(said.isEmpty || problem?.reason.contains(said) == true, "\(problem?.description ?? "")")
  }

  @Test func noFileIsRefused() {
    let problem = #expect(throws: FileProblem.self) { try StageThresholds(file: "/no/such/file") }
    #expect(problem?.reason.contains("no such file") == true)
  }
}
