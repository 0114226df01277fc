import Platform
import Testing

@Suite struct DeadlineTests {
  @Test(arguments: [Duration.zero, .seconds(-5), .seconds(Int64.min)])
  func aTimeThatIsOverIsOver(_ duration: Duration) {
    let deadline = Deadline.after(duration)
    #expect(deadline.isOver)
    #expect(deadline.nanosecondsLeft == 0)
  }

  @Test(arguments: [Duration.seconds(3600), .seconds(Int64.max)])
  func aTimeAheadIsNotOver(_ duration: Duration) {
    let deadline = Deadline.after(duration)
    #expect(!deadline.isOver)
    #expect(deadline.nanosecondsLeft > 1_000_000_000)
  }
}
