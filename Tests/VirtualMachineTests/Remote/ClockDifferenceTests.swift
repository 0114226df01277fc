import Platform
import Testing

@testable import VirtualMachine

@Suite struct ClockDifferenceTests {
  @Test(
    "A clock that is ahead or behind is found within the bound",
    arguments: [-3_600_000_000_000, 0, 5_000_000])
  func found(nanoseconds: Int64) {
    let difference = ClockDifference { Clock.realTime() + nanoseconds }
    #expect(abs(Double(difference.nanoseconds - nanoseconds)) * 1e-9 <= difference.errorBound + 1e-6)
    #expect(difference.errorBound == difference.roundTrip / 2)
  }

  @Test("The fastest of the tries counts: what waits in between widens only the others")
  func fastest() {
    var tries = 0
    let difference = ClockDifference {
      tries += 1
      let time = Clock.realTime()
      // Every other answer is under way for long, and would put the clock behind by half of that.
      if tries.isMultiple(of: 2) {
        let end = Clock.now() + 2_000_000
        while Clock.now() < end {}
      }
      return time
    }
    #expect(tries > 1)
    #expect(difference.roundTrip < 0.002)
  }
}
