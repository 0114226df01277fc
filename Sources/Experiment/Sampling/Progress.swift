/// Where a session tells how far it is.
public protocol Progress: Sendable {
  /// A block begins.
  func blockStarted(_ block: Int, of blocks: Int, attempt: Int)
  /// A part's process starts.
  func partStarted(_ part: String, index: Int, of parts: Int)
  /// A block was judged.
  func blockJudged(_ block: Block?)
  /// Nothing more comes.
  func finished()
}

/// Says nothing: `--quiet`, and tests.
public struct SilentProgress: Progress {
  /// Silence.
  public init() {}
  /// Nothing.
  public func blockStarted(_ block: Int, of blocks: Int, attempt: Int) {}
  /// Nothing.
  public func partStarted(_ part: String, index: Int, of parts: Int) {}
  /// Nothing.
  public func blockJudged(_ block: Block?) {}
  /// Nothing.
  public func finished() {}
}
