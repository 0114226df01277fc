import Comparison
import Experiment
import Testing

@testable import Reporting

@Suite struct ComparisonCSVTests {
  /// Records of a text that keeps to RFC 4180 to the letter.
  private func records(_ text: String) throws -> [[String]] {
    struct Broken: Error { let why: String }
    var records: [[String]] = []
    var fields: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      var field = ""
      if rest.first == "\"" {
        rest.removeFirst()
        while true {
          guard let next = rest.popFirst() else { throw Broken(why: "no closing quote") }
          if next != "\"" {
            field.append(next)
          } else if rest.first == "\"" {
            field.append(rest.removeFirst())
          } else {
            break
          }
        }
      } else {
        let plain = rest.prefix { $0 != "," && $0 != "\r\n" }
        guard plain.unicodeScalars.allSatisfy({ $0 != "\"" && $0.value >= 0x20 }) else {
          throw Broken(why: "\(plain)")
        }
        field = String(plain)
        rest = rest[plain.endIndex...]
      }
      fields.append(field)
      switch rest.popFirst() {
      case ",": continue
      case "\r\n":
        records.append(fields)
        fields = []
      default: throw Broken(why: "after \(field)")
      }
    }
    guard fields.isEmpty else { throw Broken(why: "no line end") }
    return records
  }

  @Test func aRecordForEachMetric() throws {
    let comparison = ComparisonFixture().comparison
    let records = try records(ComparisonCSV.render(comparison))
    #expect(records.count == comparison.metrics.count + 1)
    #expect(records.allSatisfy { $0.count == ComparisonCSV.names.count })
    let names = records[0]
    for (record, metric) in zip(records.dropFirst(), comparison.metrics) {
      let value = Dictionary(uniqueKeysWithValues: zip(names, record))
      #expect(value["id"] == metric.id && value["verdict"] == metric.verdict.rawValue)
      #expect(value["base_median"].flatMap { Double($0) } == metric.base?.median, "all digits are there")
      #expect(value["ratio"].flatMap { Double($0) } == metric.effect?.ratio)
      #expect(value["p_adjusted"].flatMap { Double($0) } == metric.adjustedP)
      #expect(value["candidate_samples"] == metric.candidate.map { "\($0.samples)" } ?? "")
      #expect(value["reason"] == metric.reason)
    }
  }

  @Test func textFromOutsideStaysInItsField() throws {
    let text = ComparisonCSV.render(ComparisonFixture.hostile)
    let records = try records(text)
    #expect(records.allSatisfy { $0.count == ComparisonCSV.names.count })
    #expect(Steering.scalars(in: text, besides: [0x0A, 0x0D]) == [])
    #expect(records.contains { $0[0].contains("=1|2\"'<b>&") })
  }

  @Test(arguments: ComparisonFixture.badNumbers)
  func whatIsNoNumberIsEmpty(_ number: Double) throws {
    let records = try records(ComparisonCSV.render(ComparisonFixture.numbers(number)))
    let place = try #require(ComparisonCSV.names.firstIndex(of: "p"))
    for record in records.dropFirst() {
      #expect(record[place] == (number.isFinite ? "\(number)" : "") || record[place].isEmpty)
    }
  }

  @Test func withoutAMetricThereIsTheHeader() throws {
    let records = try records(ComparisonCSV.render(ComparisonFixture.Edge.nothing.comparison))
    #expect(records == [ComparisonCSV.names])
  }

  private static let python = Python(having: "csv")

  @Test(.enabled(if: python != nil, "python3 is not installed"))
  func pythonReadsTheSame() throws {
    let comparison = ComparisonFixture.hostile
    let text = ComparisonCSV.render(comparison)
    let code = """
      import csv, io, sys
      rows = list(csv.reader(io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", newline=""), strict=True))
      print(len(rows), len(set(map(len, rows))))
      """
    let result = try #require(Self.python).run(code, input: Array(text.utf8))
    #expect(result.output == "\(comparison.metrics.count + 1) 1\n")
  }
}
