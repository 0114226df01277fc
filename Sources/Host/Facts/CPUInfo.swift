/// What the first processor of `/proc/cpuinfo` says of itself; nil for what it does not say.
///
/// The file's names differ by architecture: `flags` on x86 are `Features` on arm64 and `features` on s390x.
public struct CPUInfo: Sendable, Equatable {
  /// The name: `AMD EPYC 9654 96-Core Processor`, `POWER9, altivec supported`.
  public let model: String?
  /// `AuthenticAMD`, `GenuineIntel`, or arm64's implementer code.
  public let vendor: String?
  /// The family's number; arm64: the architecture version.
  public let family: String?
  /// The model's number; arm64: the part number.
  public let modelNumber: String?
  /// The stepping; arm64: the revision.
  public let stepping: String?
  /// Instruction set extensions and features, sorted, separated by single spaces.
  public let flags: String?
  /// The microcode's version.
  public let microcode: String?

  /// Reads it; nil when there is no such file or it names no processor.
  public init?(root: HostRoot) {
    guard let text = root.text("proc/cpuinfo") else { return nil }
    self.init(text: text)
  }

  /// Reads the file's text; nil when it holds no `name: value` line.
  public init?(text: String) {
    var fields: [String: String] = [:]
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon].split(whereSeparator: \.isWhitespace).joined(separator: " ")
      let value = line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace).joined(
        separator: " ")
      // The second processor begins; what all share (`Hardware`, `machine`) stands after the last.
      if fields[name] == nil && !value.isEmpty { fields[name] = value }
      if fields.count > 200 { break }
    }
    guard !fields.isEmpty else { return nil }
    func first(_ names: String...) -> String? { names.lazy.compactMap { fields[$0] }.first }
    model = first("model name", "Processor", "cpu", "cpu model", "uarch", "Model Name")
    vendor = first("vendor_id", "CPU implementer", "vendor", "mvendorid")
    family = first("cpu family", "CPU architecture", "family", "Family")
    modelNumber = first("CPU part") ?? fields["model"].flatMap { Int($0) == nil ? nil : $0 }
    stepping = first("stepping", "CPU revision", "revision")
    flags = first("flags", "Features", "features", "isa", "ASEs implemented")
      .map { $0.split(separator: " ").sorted().joined(separator: " ") }
    microcode = first("microcode")
  }
}
