import Glibc
import Platform
import Testing

@Suite struct SystemErrorTests {
  @Test func isOneLineOfOperationSubjectCauseAndCode() {
    let error = SystemError(code: ENOENT, operation: "open", subject: "/sys/x")
    #expect(error.description == "cannot open /sys/x: no such file or directory (ENOENT)")
    #expect("\(error)" == error.description)
  }

  @Test func subjectIsOptional() {
    let error = SystemError(code: EPERM, operation: "ask where pages are")
    #expect(error.description == "cannot ask where pages are: operation not permitted (EPERM)")
    #expect(error.subject == nil)
  }

  @Test(arguments: [
    (ENOMEM, "not enough memory (ENOMEM)"), (EINVAL, "not accepted by the kernel (EINVAL)"),
    (EWOULDBLOCK, "resource temporarily unavailable (EAGAIN)"), (ENOTSUP, "not supported (EOPNOTSUPP)"),
    (ENOSPC, "no space left on the device (ENOSPC)"), (EDQUOT, "disk quota exceeded (EDQUOT)"),
  ])
  func causeIsProseAndSymbol(code: Int32, cause: String) {
    #expect(SystemError(code: code, operation: "x").cause == cause)
  }

  @Test func anUnlistedCodeIsShownAsItsNumber() {
    #expect(SystemError(code: 4_095, operation: "x").description == "cannot x: error 4095")
  }

  @Test func onlyMissingRightsArePermissionErrors() {
    let codes = (1...133).filter { SystemError(code: Int32($0), operation: "x").isPermission }
    #expect(codes == [Int(EPERM), Int(EACCES)])
  }

  @Test func equalityLooksAtEveryPart() {
    let error = SystemError(code: EIO, operation: "read", subject: "a")
    #expect(error == SystemError(code: EIO, operation: "read", subject: "a"))
    #expect(error != SystemError(code: EIO, operation: "read", subject: "b"))
    #expect(error != SystemError(code: EIO, operation: "write", subject: "a"))
    #expect(error != SystemError(code: EPERM, operation: "read", subject: "a"))
  }
}
