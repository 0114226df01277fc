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
    guard let head = line.prefixMatch(of: #/([a-zA-Z_:][a-zA-Z0-9_:]*)(\{)?/#) else {
      throw Refused(description: "\(line)")
    }
    var labels: [String: String] = [:]
    var rest = line[head.range.upperBound...]
    if head.2 != nil {
      while rest.first != "}" {
        guard let name = rest.prefixMatch(of: #/([a-zA-Z_][a-zA-Z0-9_]*)="/#), !name.1.hasPrefix("__") else {
          throw Refused(description: "label at \(rest)")
        }
        rest = rest[name.range.upperBound...]
        var value = ""
        while let next = rest.popFirst(), next != "\"" {
          guard next == "\\" else {
            value.append(next)
            continue
          }
          switch rest.popFirst() {
          case "\\": value.append("\\")
          case "\"": value.append("\"")
          case "n": value.append("\n")
          default: throw Refused(description: "escape in \(line)")
          }
        }
        guard labels.updateValue(value, forKey: String(name.1)) == nil else {
          throw Refused(description: "\(line)")
        }
        if rest.first == "," {
          rest.removeFirst()
        } else if rest.first != "}" {
          throw Refused(description: "\(line)")
        }
      }
      rest.removeFirst()
    }
    // No timestamp follows: the textfile collector refuses one.
    guard let number = rest.wholeMatch(of: #/ ([+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?)/#),
      let value = Double(number.1)
    else {
      throw Refused(description: "value in \(line)")
    }
    return Sample(family: String(head.1), labels: labels, value: value)
  }
}
