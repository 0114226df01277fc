import Glibc
import Platform
import Testing

@Suite struct SystemCallTests {
  @Test func returnsWhatTheCallReturned() throws {
    #expect(try SystemCall.run("x") { 0 } == 0)
    #expect(try SystemCall.run("x") { 42 } == 42)
    #expect(try SystemCall.runSettingErrno("x") { 7 } == 7)
  }

  @Test func retriesWhileInterrupted() throws {
    var calls = 0
    let result = try SystemCall.run("x") {
      calls += 1
      return calls < 4 ? -Int(EINTR) : 5
    }
    #expect(result == 5)
    #expect(calls == 4)
  }

  @Test func retriesWhileErrnoSaysInterrupted() throws {
    var calls = 0
    let result = try SystemCall.runSettingErrno("x") {
      calls += 1
      errno = EINTR
      return calls < 3 ? -1 : 9
    }
    #expect(result == 9)
    #expect(calls == 3)
  }

  @Test func aNegativeResultIsTheErrno() {
    let expected = SystemError(code: ENOSPC, operation: "write", subject: "/data")
    #expect(throws: expected) { try SystemCall.run("write", "/data") { -Int(ENOSPC) } }
  }

  @Test func anyNegativeResultOfTheErrnoVariantReadsErrno() {
    for result in [-1, -3] {
      #expect(throws: SystemError(code: EACCES, operation: "open", subject: nil)) {
        try SystemCall.runSettingErrno("open") {
          errno = EACCES
          return result
        }
      }
    }
  }

  @Test func aFailureWithoutErrnoIsNotASuccess() {
    #expect(throws: SystemError(code: EIO, operation: "x")) {
      try SystemCall.runSettingErrno("x") {
        errno = 0
        return -1
      }
    }
  }

  @Test func aStaleErrnoDoesNotSpoilASuccess() throws {
    let result = try SystemCall.runSettingErrno("x") {
      errno = EIO
      return 0
    }
    #expect(result == 0)
  }

  @Test func forcedFailuresReplaceTheCallTheyName() throws {
    var called: [String] = []
    try SystemCall.withForcedFailures({ operation, subject in
      operation == "open" && subject == "/a" ? EROFS : nil
    }) {
      #expect(throws: SystemError(code: EROFS, operation: "open", subject: "/a")) {
        try SystemCall.run("open", "/a") {
          called.append("/a")
          return 0
        }
      }
      try SystemCall.run("open", "/b") {
        called.append("/b")
        return 0
      }
      try SystemCall.runSettingErrno("close", "/a") {
        called.append("close")
        return 0
      }
    }
    #expect(called == ["/b", "close"])
    #expect(try SystemCall.run("open", "/a") { 1 } == 1)
  }

  @Test func forcedFailuresEndWithAnError() throws {
    #expect(throws: SystemError.self) {
      try SystemCall.withForcedFailures({ _, _ in EIO }) { _ = try SystemCall.run("x") { 0 } }
    }
    #expect(try SystemCall.run("x") { 0 } == 0)
  }
}
