import CPlatform
import Platform
import TestSupport
import Testing

/// Parties that are ended in the middle, and what they leave behind.
@Suite struct PartiesTests {
  private static let timedOut = -110
  private static let hour: UInt64 = 3_600_000_000_000

  /// Parties anywhere, for at most so long.
  private static func setting<Result>(
    _ kind: PartyKind, count: Int, limit: UInt64, _ body: (inout assay_party_setting) throws -> Result
  ) throws -> Result {
    let cpus = try Affinity.current()
    let masks = (0..<count).flatMap { _ in cpus.words }
    return try unsafe masks.withUnsafeBufferPointer { masks in
      var setting = unsafe assay_party_setting(
        processes: kind == .processes ? 1 : 0, masks: try #require(masks.baseAddress),
        words: cpus.words.count, limit: limit)
      return try unsafe body(&setting)
    }
  }

  /// Children of the calling thread, ended ones that nobody waited for included; nil where the kernel does not tell.
  private static var ownChildren: String? { try? Files.text("/proc/thread-self/children") }

  private static let kinds: [assay_switch_kind] = [
    ASSAY_SWITCH_PIPE, ASSAY_SWITCH_FUTEX, ASSAY_SWITCH_EVENTFD, ASSAY_SWITCH_YIELD,
  ]

  @Test(arguments: kinds.indices, PartyKind.allCases)
  func anExchangeThatNeverEndsIsEnded(kind: Int, between: PartyKind) throws {
    try OwnThread.run {
      var result = assay_switch_result()
      let answer = try unsafe Self.setting(between, count: 2, limit: 20_000_000) { setting in
        unsafe assay_measure_switch(Self.kinds[kind], &setting, Self.hour, &result)
      }
      #expect(answer == Self.timedOut)
      #expect(result.stage == ASSAY_STAGE_LIMIT)
      #expect(Self.ownChildren ?? "" == "")
    }
  }

  @Test(arguments: [ASSAY_TRANSPORT_SOCKET.rawValue, ASSAY_TRANSPORT_PIPE.rawValue], PartyKind.allCases)
  func messagesThatNeverEndAreEnded(transport: UInt32, between: PartyKind) throws {
    try OwnThread.run {
      var messaging = assay_messaging(
        transport: assay_transport(rawValue: transport), groups: 2, senders: 4, messages: .max)
      var result = assay_messaging_result()
      let answer = try unsafe Self.setting(between, count: 16, limit: 50_000_000) { setting in
        unsafe assay_measure_messaging(&messaging, &setting, &result)
      }
      #expect(answer == Self.timedOut)
      #expect(result.stage == ASSAY_STAGE_LIMIT)
      #expect(Self.ownChildren ?? "" == "")
    }
  }

  @Test(arguments: PartyKind.allCases)
  func nobodyIsLeftAfterAnOrderlyEnd(between: PartyKind) throws {
    try OwnThread.run {
      let place = try Affinity.current()
      let seconds = try GroupMessaging(.pipe, groups: 1, senders: 2)
        .run(messages: 10, between: between, on: place, seconds: 1)
      #expect(seconds > 0)
      #expect(try TokenExchange.run(.futex, between: between, on: (place, place), window: 1e-4) > 0)
      #expect(Self.ownChildren ?? "" == "")
    }
  }

  @Test(arguments: PartyKind.allCases)
  func theErrorOfOnePartyIsTheAnswer(between: PartyKind) throws {
    let answer = try unsafe Self.setting(between, count: 3, limit: Self.hour) { setting in
      var outcome = assay_party_outcome()
      // Not looked at by these bodies.
      let nothing = unsafe try #require(UnsafeMutableRawPointer(bitPattern: 1))
      var work = unsafe assay_party_work(
        body: { _, index in index == 1 ? -5 : 0 }, unblock: { _ in }, context: nothing)
      let answer = unsafe assay_run_parties(3, &setting, &work, &outcome)
      #expect(outcome.stage == ASSAY_STAGE_WORK)
      return answer
    }
    #expect(answer == -5)
  }

  @Test(arguments: PartyKind.allCases)
  func aPartyThatCannotBePinnedStopsTheOthers(between: PartyKind) throws {
    let here = try #require(try Affinity.current().first)
    let error = #expect(throws: SystemError.self) {
      try TokenExchange.run(.pipe, between: between, on: (CPUSet([here]), CPUSet([4_000])), window: 3_600)
    }
    #expect(error?.operation == "pin \(between == .threads ? "a thread" : "a process") to")
  }
}
