/// One setting that an apply changes, with all that taking it back needs.
public struct RecordedChange: Codable, Sendable, Equatable {
  /// A setting that the kernel changes along, and what it was.
  public struct Coupled: Codable, Sendable, Equatable {
    /// Which.
    public var key: SettingKey
    /// What kind of value it has.
    public var type: ValueType
    /// As the kernel printed it.
    public var old: String
    /// What the kernel made of it, where it does not take the old value beside what was written; nil where it has that.
    public var forced: String?
  }

  /// Which.
  public var key: SettingKey
  /// What kind of value it has.
  public var type: ValueType
  /// As the kernel printed it before.
  public var old: String
  /// The text that is written.
  public var new: String
  /// Settings that the kernel changes along, as a unit with this one.
  public var coupled: [Coupled]
  /// Settings that the kernel computes anew at a write of this one, and what they were.
  public var moved: [Coupled] = []
  /// What identified the device behind the key; nil for settings of none.
  public var device: String?
  /// Whether it is still there after a boot.
  public var survivesReboot: Bool
  /// Whether files of the same apply set it again at every boot.
  public var isRepeated = false
  /// What of `new` the profile itself asked for, where the rest was there before; nil where all of it is its own.
  public var own: String?

  /// Whether it was so already when it was applied, because a profile below has it: then it is only held, and there is
  /// nothing to write and nothing to take back until the profile below is reverted and hands its old value over.
  var isHeld: Bool {
    guard let before = try? SettingValue(kernel: old, type: type) else { return false }
    return (try? SettingValue(wanted: new, type: type)) == before
  }

  /// Whether a boot leaves it, or brings it back.
  var lasts: Bool { survivesReboot || isRepeated }

  /// All keys of the unit.
  var keys: Set<SettingKey> { Set([key] + coupled.map(\.key)) }
}

/// What one line of a journal says.
enum JournalRecord: Codable, Equatable {
  /// The first line: what is applied, by whom, in which boot.
  case begin(Begin)
  /// Before anything is written: what a setting was and what it will be.
  case intent(RecordedChange)
  /// The change of that number was written and read back.
  case done(Int)
  /// All were.
  case applied
  /// This boot, under the command line that was applied, is the trial.
  case trial(Trial)
  /// Somebody said that it may stay.
  case confirmed
  /// Taking back has begun.
  case reverting
  /// The change of that number is about to be written back.
  case restoring(Int)
  /// The change of that number needs nothing more.
  case settled(Int, Settlement)
  /// What lies below a change has become another: the profile that had been applied before it was reverted.
  case rebased(Int, RecordedChange)

  /// Facts of an apply.
  struct Begin: Codable, Equatable {
    /// Of this format.
    var version = 1
    /// The profile's name.
    var profile: String
    /// Where it was read.
    var path: String
    /// Its content's hash.
    var hash: String
    /// The kernel's boot id.
    var boot: String
    /// When, RFC 3339.
    var started: String
    /// The login user's number, or the user's.
    var user: UInt32
    /// Number of intents that follow.
    var changes: Int
    /// Seconds since the boot at which it is reverted unless it is confirmed.
    var confirmBy: Double?
    /// The seconds that were given for it: a trial boot gives them again.
    var confirmWithin: Double?
    /// Whether it was made to last over boots.
    var persists = false
  }

  /// A boot that is the trial of an apply.
  struct Trial: Codable, Equatable {
    /// The kernel's boot id.
    var boot: String
    /// Seconds since that boot at which it is reverted unless it is confirmed.
    var confirmBy: Double
  }

  /// How a change came to need nothing more.
  enum Settlement: String, Codable {
    /// The old value is back.
    case restored
    /// The setting is not there any more.
    case gone
    /// The profile above has it now.
    case handedOver
    /// Somebody else's value was left, because the user said so.
    case left
  }
}

extension JournalRecord {
  /// The line: a checksum, a space, JSON.
  func line() throws -> [UInt8] {
    let json = try JSONLine.encode(self)
    return Array("\(Checksum.text(json)) ".utf8) + json + [UInt8(ascii: "\n")]
  }

  /// What is wrong with a line.
  struct Damage: Error, Equatable {
    let reason: String
  }

  /// Reads a line without its end.
  init(line: some Collection<UInt8>) throws(Damage) {
    let json = line.dropFirst(9)
    guard line.count > 10, String(decoding: line.prefix(9), as: UTF8.self) == "\(Checksum.text(json)) " else {
      throw Damage(reason: "the checksum does not fit")
    }
    do {
      self = try JSONLine.decode(JournalRecord.self, from: json)
    } catch {
      throw Damage(reason: "the checksum fits, but it is no record that this version knows")
    }
  }
}
