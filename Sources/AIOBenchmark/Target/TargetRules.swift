public import Experiment
internal import Host

/// Whether and how a target may be used: pure rules, the same for every machine.
///
/// Written to is only a file of the tool's own, or what was named together with `--destroy-data`; and a block device
/// that shows any sign of use only when its exact path stands in `--i-know-this-erases` as well.
public struct TargetRules {
  let wish: TargetWish
  let state: TargetState

  /// Decides.
  ///
  /// - Parameter state: what stands at the wish's path, or without one at its directory.
  /// - Throws: `PlanRefused` in one line: what, where, and what to do.
  public static func decide(_ wish: TargetWish, _ state: TargetState) throws(PlanRefused) -> TargetChoice {
    let rules = TargetRules(wish: wish, state: state)
    try rules.checkBlocks()
    guard wish.path != nil else { return try rules.ownFile() }
    return .use(try rules.present())
  }

  // MARK: What is there

  private func present() throws(PlanRefused) -> PresentTarget {
    let there: Int
    var isDevice = false
    var mustBeUnused = false
    switch state.thing {
    case .missing: throw missing()
    case .unreachable(let cause): throw PlanRefused("\(name): \(cause)")
    case .directory:
      throw PlanRefused(
        "\(name): a directory; take --directory \(name) for a temporary file there, or name a file in it")
    case .other(let kind): throw PlanRefused("\(name): \(kind); name a regular file or a block device")
    case .file(let bytes):
      there = bytes
      try checkFileWrite()
    case .blockDevice(let bytes, let use):
      there = bytes
      isDevice = true
      mustBeUnused = wish.writes ? try checkDeviceWrite(use) : false
    }
    if let cause = state.readObstacle { throw PlanRefused("\(name): it cannot be read: \(cause)") }
    try checkDirect()
    return PresentTarget(
      path: state.linkTarget ?? name, bytes: try usedBytes(of: there), mayWrite: wish.writes,
      isDevice: isDevice,
      mustBeUnused: mustBeUnused, identity: state.identity)
  }

  private func missing() -> PlanRefused {
    if let target = state.linkTarget {
      return PlanRefused("\(name): a link to \(target); name what is there")
    }
    if name.hasPrefix("/dev/") {
      return PlanRefused("\(name): no such device; lsblk lists those that are there")
    }
    return PlanRefused(
      "\(name): no such file; make it first, written in full (dd if=/dev/urandom of=\(name) bs=1M count=1024), or leave --file out for a temporary one"
    )
  }

  private func usedBytes(of there: Int) throws(PlanRefused) -> Int {
    if there == 0 { throw PlanRefused("\(name): it holds no bytes; name a file or device with some") }
    guard largestBlock <= there else {
      throw PlanRefused(
        "\(name): its \(bytes(there)) are less than one block; take --block \(bytes(largestFitting(there))) or less"
      )
    }
    let wanted = wish.fileBytes ?? there
    if wanted > there {
      throw PlanRefused(
        "--size \(bytes(wanted)): \(name) has only \(bytes(there)); take no more, or leave the option out"
      )
    }
    return wanted / largestBlock * largestBlock
  }

  // MARK: Writing

  private func checkFileWrite() throws(PlanRefused) {
    guard wish.writes else { return }
    try checkNamed()
    if let use = state.fileUse {
      throw PlanRefused("\(name): it \(use); take it out of use, or name another file")
    }
    try checkWritable()
  }

  /// - Returns: whether the device must be found unused by the kernel as well, when it is opened.
  private func checkDeviceWrite(_ use: BlockDeviceUse) throws(PlanRefused) -> Bool {
    try checkNamed()
    let isWavedThrough = wish.erases.contains(name)
    if !use.isFree && !isWavedThrough {
      let reasons = use.reasons.map(\.description).joined(separator: ", ")
      throw PlanRefused(
        "\(name): not overwritten, it \(reasons); if all of it may be lost: --i-know-this-erases \(name)")
    }
    try checkWritable()
    return !isWavedThrough
  }

  /// Whether it was said that this, and not something else, is to be overwritten.
  private func checkNamed() throws(PlanRefused) {
    if let target = state.linkTarget {
      throw PlanRefused("\(name): a symbolic link, which is not followed to write; name \(target) itself")
    }
    guard wish.destroysData else {
      throw PlanRefused(
        "\(name): writing would overwrite what it holds; if that may be lost: --destroy-data; else leave --file out"
      )
    }
  }

  private func checkWritable() throws(PlanRefused) {
    guard let cause = state.writeObstacle else { return }
    throw PlanRefused("\(name): it cannot be written: \(cause); only reads can be measured here")
  }

  // MARK: Blocks

  /// What holds for every target.
  private func checkBlocks() throws(PlanRefused) {
    for block in wish.blockBytes where block < 512 || block > 4 << 20 {
      throw PlanRefused("--block \(bytes(block)): take 512 B to 4 MiB")
    }
    if let size = wish.fileBytes, size <= 0 {
      throw PlanRefused("--size \(size): nothing can be read from no bytes; take 16 MiB or more")
    }
    if let size = wish.fileBytes, size < largestBlock {
      throw PlanRefused(
        "--size \(bytes(size)): less than one block of \(bytes(largestBlock)); take a larger file or --block \(bytes(largestFitting(size)))"
      )
    }
    for path in wish.erases where path != wish.path {
      let target = wish.path ?? "a temporary file"
      throw PlanRefused("--i-know-this-erases \(path): the target is \(target); repeat its path exactly")
    }
  }

  func checkDirect() throws(PlanRefused) {
    guard wish.isDirect else { return }
    if state.supportsDirect == false {
      throw PlanRefused(
        "\(name): \(state.fileSystem ?? "its file system") has no direct I/O (O_DIRECT); take --buffered, or a file on a disk"
      )
    }
    guard let logical = state.logicalBlockBytes, logical > 0 else { return }
    for block in wish.blockBytes where block % logical != 0 {
      throw PlanRefused(
        "--block \(bytes(block)): \(name) takes direct I/O in multiples of \(bytes(logical)); take one, or --buffered"
      )
    }
  }

  var largestBlock: Int { wish.blockBytes.max() ?? 4096 }

  /// The largest power of two that fits, but no smaller block than there is.
  private func largestFitting(_ bytes: Int) -> Int {
    var block = 4 << 20
    while block > 512 && block > bytes { block /= 2 }
    return block
  }

  var name: String { state.path }

  func bytes(_ count: Int) -> String { ByteText.binary(count) }
}
