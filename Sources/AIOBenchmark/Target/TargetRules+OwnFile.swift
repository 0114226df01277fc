internal import Experiment

extension TargetRules {
  /// Bytes of the file that is made without being told its size: for the standard and thorough suites, and the quick.
  static let customaryBytes = 1 << 30
  /// The same for the quick suite.
  static let quickBytes = 256 << 20
  /// A smaller file would be measured in the device's own cache more than anywhere else.
  static let smallestBytes = 16 << 20
  /// What the file's size is a multiple of: the largest block.
  static let granule = 4 << 20

  /// A file of the tool's own in the wish's directory.
  ///
  /// Without a size it takes a tenth of the free space at most; with one, nine tenths: a file system that is full is
  /// slow, and others need room too.
  func ownFile() throws(PlanRefused) -> TargetChoice {
    try checkDirectory()
    try checkDirect()
    guard let free = state.freeBytes else {
      throw PlanRefused(
        "\(name): its free space is unknown, so no file is made there; name one that is there with --file")
    }
    if let wanted = wish.fileBytes {
      let most = free / 10 * 9
      guard wanted <= most else {
        throw PlanRefused(
          "--size \(bytes(wanted)): \(name) has \(bytes(free)) free, of which \(bytes(most)) may be taken; take less, or another --directory"
        )
      }
      guard wanted >= Self.granule else {
        throw PlanRefused(
          "--size \(bytes(wanted)): a temporary file has \(bytes(Self.granule)) or more; take so much")
      }
      return .make(directory: name, bytes: wanted / Self.granule * Self.granule)
    }
    let custom = wish.isQuick ? Self.quickBytes : Self.customaryBytes
    let chosen = min(custom, free / 10) / Self.granule * Self.granule
    guard chosen >= Self.smallestBytes else {
      throw PlanRefused(
        "\(name): only \(bytes(free)) free; a temporary file takes a tenth of the space and at least \(bytes(Self.smallestBytes)): make room, or take another --directory or --size"
      )
    }
    return .make(directory: name, bytes: chosen)
  }

  private func checkDirectory() throws(PlanRefused) {
    switch state.thing {
    case .directory: break
    case .missing: throw PlanRefused("--directory \(name): no such directory; make it first, or name another")
    case .unreachable(let cause): throw PlanRefused("--directory \(name): \(cause)")
    case .file, .blockDevice, .other:
      throw PlanRefused(
        "--directory \(name): not a directory; to measure on \(name) itself, take --file \(name)")
    }
    if let cause = state.writeObstacle {
      throw PlanRefused("--directory \(name): no file can be made there: \(cause); name another")
    }
  }
}
