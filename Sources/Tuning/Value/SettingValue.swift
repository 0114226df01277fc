internal import Platform

/// A value in normal form: two texts that mean the same to the kernel are equal.
///
///     let wanted = try SettingValue(wanted: "100m", type: .bytes)
///     wanted.written                                                     // "104857600"
///     try SettingValue(kernel: "always [never]", type: .choice).written  // "never"
public struct SettingValue: Sendable, Hashable {
  /// What kind of value it is.
  public let type: ValueType
  /// The text to give to the kernel, without a line end.
  public let written: String
  /// What is compared; differs from `written` where the kernel reports a state that cannot be written.
  private let normal: String

  /// A control group, or a file, that is not there.
  public static let absent = "absent"
  /// A control group that is there.
  public static let present = "present"

  private init(type: ValueType, written: String, normal: String? = nil) {
    self.type = type
    self.written = written
    self.normal = normal ?? written
  }

  /// Reads what the kernel printed.
  ///
  /// - Throws: `ValueProblem` when the kernel's text is not of this type.
  public init(kernel text: String, type: ValueType) throws(ValueProblem) {
    switch type {
    case .choice: self.init(type: type, written: try Self.chosen(text))
    case .partition: self = try Self.state(text.trimmingSpace())
    case .cpus: self.init(type: type, written: try Self.cpus(systemd: text))
    // A number that a unit of systemd does not have; writing the same takes it away again.
    case .integer where text.trimmingSpace().isEmpty: self.init(type: type, written: "")
    default: try self.init(wanted: text, type: type)
    }
  }

  /// Reads what a person wrote into a profile, or what `written` gave.
  ///
  /// - Throws: `ValueProblem` with an example of what was expected.
  public init(wanted text: String, type: ValueType) throws(ValueProblem) {
    let trimmed = text.trimmingSpace()
    switch type {
    case .integer: self.init(type: type, written: "\(try Self.integer(trimmed))")
    case .vector(let count): self.init(type: type, written: try Self.vector(trimmed, count: count))
    case .choice: self.init(type: type, written: try Self.word(trimmed))
    case .cpus: self.init(type: type, written: try Self.cpus(trimmed))
    case .mask: self.init(type: type, written: try Self.mask(trimmed))
    case .bytes: self.init(type: type, written: "\(try Self.bytes(trimmed))")
    case .boolean: self.init(type: type, written: try Self.boolean(trimmed))
    case .text: self.init(type: type, written: try Self.words(trimmed).joined(separator: " "))
    case .partition:
      guard ["member", "root", "isolated"].contains(trimmed) else {
        throw ValueProblem(text, expected: "member, root or isolated")
      }
      self.init(type: type, written: trimmed)
    case .existence:
      guard [Self.present, Self.absent].contains(trimmed) else {
        throw ValueProblem(text, expected: "present or absent")
      }
      self.init(type: type, written: trimmed)
    case .controllers: self.init(type: type, written: try Self.controllers(trimmed))
    // A file's content is compared to the byte: white space is part of it.
    case .content: self.init(type: type, written: text)
    }
  }

  /// Equal when both are of one type and mean the same to the kernel.
  public static func == (first: SettingValue, second: SettingValue) -> Bool {
    first.type == second.type && first.normal == second.normal
  }

  /// Hashes what is compared.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(type)
    hasher.combine(normal)
  }

  /// Whether a kernel's text means the same as this value; a text that is not understood does not. Controllers are there
  /// when all of these are, whichever others enabled besides.
  public func matches(kernel text: String) -> Bool {
    guard let other = try? SettingValue(kernel: text, type: type) else { return false }
    if type == .controllers {
      return Set(written.split(separator: " ")).isSubset(of: other.written.split(separator: " "))
    }
    return other == self
  }

  // MARK: The kernel's own forms

  /// The words that a choice offers: `always [madvise] never` has three; without brackets it does not tell.
  public static func offered(kernel text: String) -> [String]? {
    guard text.contains("["), text.contains("]") else { return nil }
    return text.split(whereSeparator: \.isWhitespace).map { word in
      String(word.filter { $0 != "[" && $0 != "]" })
    }
  }

  private static func chosen(_ text: String) throws(ValueProblem) -> String {
    let trimmed = text.trimmingSpace()
    guard trimmed.contains("[") else { return try word(trimmed) }
    let marked = trimmed.split(whereSeparator: \.isWhitespace).filter {
      $0.hasPrefix("[") && $0.hasSuffix("]")
    }
    guard marked.count == 1, marked[0].count > 2 else {
      throw ValueProblem(text, expected: "one word in brackets, such as 'always [madvise] never'")
    }
    return String(marked[0].dropFirst().dropLast())
  }

  /// An invalid partition keeps what was asked of it, and is equal only to its like.
  private static func state(_ text: String) throws(ValueProblem) -> SettingValue {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count > 1, words[1] == "invalid" else {
      return try SettingValue(wanted: text, type: .partition)
    }
    let asked = try SettingValue(wanted: String(words[0]), type: .partition)
    return SettingValue(type: .partition, written: asked.written, normal: "\(asked.written) invalid")
  }
}

extension SettingValue: CustomStringConvertible {
  /// What is compared, which is mostly what is written.
  public var description: String { normal }
}
