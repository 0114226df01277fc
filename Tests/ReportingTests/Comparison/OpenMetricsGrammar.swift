/// Reads a text by what OpenMetrics 1.0 (section "ABNF") and the classic text format 0.0.4 both allow, for gauges.
struct OpenMetricsGrammar {
  struct Refused: Error, CustomStringConvertible {
    var description: String
  }

  struct Sample: Equatable {
    var family: String
    var labels: [String: String]
    var value: Double
  }

  private(set) var samples: [Sample] = []
  private(set) var units: [String: String] = [:]

  /// Names of the families that have samples.
  var families: Set<String> { Set(samples.map(\.family)) }

  init(_ text: String) throws {
    guard text.hasSuffix("\n# EOF\n") || text == "# EOF\n" else {
      throw Refused(description: "no # EOF at the end")
    }
    var family = ""
    var closed: Set<String> = []
    var seen: Set<[String]> = []
    let lines = text.dropLast("# EOF\n".count).split(separator: "\n", omittingEmptySubsequences: false)
      .dropLast()
    for line in lines {
      if line.hasPrefix("# ") {
        let words = line.split(separator: " ", maxSplits: 3).map(String.init)
        guard words.count == 4 else { throw Refused(description: "\(line)") }
        if words[2] != family {
          guard closed.insert(words[2]).inserted else {
            throw Refused(description: "\(words[2]) comes twice")
          }
          family = words[2]
        }
        switch words[1] {
        case "HELP":
          guard !words[3].contains("\\"), !words[3].contains("\"") else {
            throw Refused(description: "\(line)")
          }
        case "TYPE": guard words[3] == "gauge" else { throw Refused(description: "\(line)") }
        case "UNIT":
          guard family.hasSuffix("_\(words[3])") else { throw Refused(description: "\(line)") }
          units[family] = words[3]
        default: throw Refused(description: "\(line)")
        }
        continue
      }
      let sample = try Self.sample(line)
      guard sample.family == family else { throw Refused(description: "\(line) in \(family)") }
      let key = [family] + sample.labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
      guard seen.insert(key).inserted else { throw Refused(description: "twice: \(line)") }
      samples.append(sample)
    }
  }

  private static func sample(_ line: Substring) throws -> Sample {
    var scanner = Scanner(line)
    let family = scanner.name(colons: true)
    guard !family.isEmpty else { throw Refused(description: "\(line)") }
    var labels: [String: String] = [:]
    if scanner.take("{") {
      repeat {
        let label = scanner.name(colons: false)
        guard !label.isEmpty, !label.hasPrefix("__"), scanner.take("="), let value = scanner.quoted(),
          labels.updateValue(value, forKey: label) == nil
        else { throw Refused(description: "a label in \(line)") }
      } while scanner.take(",")
      guard scanner.take("}") else { throw Refused(description: "\(line)") }
    }
    // No timestamp follows: the textfile collector refuses one.
    guard scanner.take(" "), let value = number(scanner.rest) else {
      throw Refused(description: "the value in \(line)")
    }
    return Sample(family: family, labels: labels, value: value)
  }

  /// A decimal number: neither hexadecimal nor infinite.
  private static func number(_ text: String) -> Double? {
    text.utf8.allSatisfy { "0123456789+-.e".utf8.contains($0) } ? Double(text) : nil
  }
}

/// Bytes of a line, from left to right.
private struct Scanner {
  private let bytes: [UInt8]
  private var next = 0

  init(_ line: Substring) { bytes = Array(line.utf8) }

  var rest: String { String(decoding: bytes[next...], as: UTF8.self) }

  mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard next < bytes.count, bytes[next] == UInt8(ascii: character) else { return false }
    next += 1
    return true
  }

  /// The longest name; empty when none begins here.
  mutating func name(colons: Bool) -> String {
    let start = next
    while next < bytes.count {
      switch bytes[next] {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"):
        break
      case UInt8(ascii: "0")...UInt8(ascii: "9") where next > start: break
      case UInt8(ascii: ":") where colons: break
      default: return String(decoding: bytes[start..<next], as: UTF8.self)
      }
      next += 1
    }
    return String(decoding: bytes[start...], as: UTF8.self)
  }

  /// A text in quotation marks, without its escapes; nil when none is here, or one that does not end.
  mutating func quoted() -> String? {
    guard take("\"") else { return nil }
    var value: [UInt8] = []
    while next < bytes.count {
      if take("\"") { return String(decoding: value, as: UTF8.self) }
      if take("\\") {
        if take("\\") {
          value.append(UInt8(ascii: "\\"))
        } else if take("\"") {
          value.append(UInt8(ascii: "\""))
        } else if take("n") {
          value.append(UInt8(ascii: "\n"))
        } else {
          return nil
        }
        continue
      }
      value.append(bytes[next])
      next += 1
    }
    return nil
  }
}
