internal import AIOBenchmark
internal import Experiment
internal import Host
internal import Platform

/// The file that is measured on, made or opened.
struct AIOStorage {
  private let scratch: ScratchFile?
  /// Keeps a device that is overwritten from being mounted meanwhile.
  private let claim: DeviceClaim?
  let range: IORange

  /// Makes the temporary file, or takes the one that is there.
  init(_ choice: AIOTarget.Choice, isDirect: Bool) throws {
    guard choice.isOwn else {
      scratch = nil
      claim = try Self.claim(choice)
      try Self.checkIdentity(choice)
      range = IORange(
        path: choice.path, byteCount: UInt64(choice.bytes), mayWrite: choice.mayWrite, isOwn: false)
      return
    }
    let made = try ScratchFile(
      in: choice.place, byteCount: choice.bytes, isDirect: isDirect,
      isCancelled: { AssayTool.interruption.isRequested })
    scratch = made
    claim = nil
    range = made.range
  }

  /// Keeps the temporary file, or the claim, until here.
  func close() { withExtendedLifetime((scratch, claim)) {} }

  private static func claim(_ choice: AIOTarget.Choice) throws -> DeviceClaim? {
    guard choice.mustBeUnused else { return nil }
    do {
      return try DeviceClaim(choice.path)
    } catch {
      throw PlanRefused(
        "\(choice.path): not overwritten, it is in use (\(error.cause)); if all of it may be lost: --i-know-this-erases \(choice.path)"
      )
    }
  }

  /// What was looked at must be what is there now.
  private static func checkIdentity(_ choice: AIOTarget.Choice) throws {
    let now = try? FileStatus(of: choice.path, followingLinks: false).identity
    guard now == choice.identity else {
      throw PlanRefused("\(choice.path): it was replaced by something else meanwhile; start again")
    }
  }
}

/// Facts for the plan.
enum AIOFacts {
  static func of(_ host: HostReport, _ range: IORange, _ choice: AIOTarget.Choice) -> AIOPlan.Facts {
    let uring = host.capabilities.first { $0.name == "aio.io_uring" && $0.available == .no }
    let reason = uring.map { $0.reason + ($0.advice.map { "; \($0)" } ?? "") }
    return AIOPlan.Facts(
      range: range, alignment: choice.alignment,
      aioLimit: HostRoot.live.number("proc/sys/fs/aio-max-nr").map { Int(clamping: $0) },
      aioInUse: HostRoot.live.number("proc/sys/fs/aio-nr").map { Int(clamping: $0) } ?? 0,
      withoutUring: reason,
      deviceNode: StorageFacts.read(path: choice.place, root: .live).node,
      journalBeside: range.isOwn ? "\(choice.place)/.assay-\(CurrentProcess.identifier)" : range.path)
  }
}
