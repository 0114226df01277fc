internal import ArgumentParser
internal import Experiment
internal import Platform

/// What every command that measures takes.
struct MeasuringOptions: ParsableArguments {
  @Option(
    help: "How much to measure: quick (half a minute), standard, thorough.",
    transform: ArgumentText.choice(Suite.self))
  var suite: Suite = .quick

  @Option(
    help: "Directory for the Run (JSON) and the page (HTML).", transform: ArgumentText.path("the directory"))
  var out = "Results"

  @Option(help: "Seed of every random choice; the same seed gives the same order.")
  var seed: UInt64?

  @Option(help: "CPUs to use, in kernel form: 0-3,8.", transform: ArgumentText.cpus)
  var cpus: CPUSet?

  @Option(help: "Measuring window of one value: 0.5, 200ms.", transform: ArgumentText.seconds)
  var duration: Double?

  @Option(
    help: "Keep the Run under this name, for check --baseline NAME.", transform: BaselineStore.validName)
  var saveBaseline: String?

  @Option(help: .hidden)
  var blocks: Int?

  @Flag(help: .hidden)
  var allowDebug = false

  func validate() throws {
    if let blocks, !(1...1_000).contains(blocks) { throw ValidationError("--blocks takes 1 to 1000") }
    #if DEBUG
      if !allowDebug {
        throw ValidationError(
          "this is a debug build: its figures would be wrong; build with -c release, or say --allow-debug")
      }
    #endif
  }
}
