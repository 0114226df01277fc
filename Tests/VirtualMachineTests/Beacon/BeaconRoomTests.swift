import Testing
import VirtualMachine

struct BeaconRoomTests {
  @Test func whatFitsIsLetThrough() throws {
    let each = 64 + BeaconRoom.overheadMegabytes
    try BeaconRoom.check(guests: 2, megabytes: 64, available: UInt64(2 * each) << 20)
    let error = #expect(throws: TwinError.self) {
      try BeaconRoom.check(guests: 2, megabytes: 64, available: UInt64(2 * each - 1) << 20)
    }
    #expect(error?.kind == .badRequest)
    #expect(error?.description.contains("need \(2 * each) MiB of memory and \(2 * each - 1) MiB are") == true)
  }

  @Test func thisHostIsAskedWhereNothingIsSaid() throws {
    try BeaconRoom.check(guests: 1, megabytes: 1)
    #expect(throws: TwinError.self) { try BeaconRoom.check(guests: 2, megabytes: 1 << 40) }
  }
}
