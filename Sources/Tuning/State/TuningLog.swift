internal import Platform

/// What was ever changed, one line a change, only added to.
public struct TuningLog {
  /// A change.
  public struct Entry: Codable, Sendable, Equatable {
    /// When, RFC 3339.
    public var at: String
    /// `apply`, `revert`, `recover`, `undo`.
    public var action: String
    /// The login user's number; the user's where there was no login.
    public var user: UInt32
    /// The profile.
    public var profile: String
    /// Its content's hash.
    public var hash: String
    /// The setting.
    public var key: SettingKey
    /// What it was.
    public var old: String
    /// What it became.
    public var new: String

    /// Bytes that its line can have at most: names and short fields, and texts of which JSON may write each byte as six.
    var mostBytes: Int {
      256 + 6 * [profile, hash, key.description, old, new].reduce(0) { $0 + $1.utf8.count }
    }
  }

  private let file: AppendedFile

  static func path(in state: StateDirectory) -> String { "\(state.path)/log" }

  /// Opens it, and makes sure that these entries find room so many times.
  init(_ state: StateDirectory, reserving entries: [Entry] = [], times: Int = 1) throws {
    file = try AppendedFile(Self.path(in: state))
    try file.cutUnfinishedLine()
    let size = entries.reduce(0) { $0 + $1.mostBytes }
    if size > 0 { try file.reserve(times * size) }
  }

  private static func line(_ entry: Entry) throws -> [UInt8] {
    try JSONLine.encode(entry) + [UInt8(ascii: "\n")]
  }

  func add(_ entry: Entry) throws { try file.append(try Self.line(entry)) }

  func sync() throws(SystemError) { try file.sync() }

  /// Every entry, the oldest first.
  ///
  /// - Throws: `TuningProblem.state` with file and line where one is not understood; a part of a line at the end is
  ///   left out.
  public static func read(_ state: StateDirectory) throws -> [Entry] {
    let path = path(in: state)
    guard Files.exists(path) else { return [] }
    let lines = try Files.bytes(path).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    return try lines.dropLast().enumerated().map { index, line in
      do {
        return try JSONLine.decode(Entry.self, from: line)
      } catch {
        throw TuningProblem.state("\(path):\(index + 1): no entry of a log")
      }
    }
  }
}
