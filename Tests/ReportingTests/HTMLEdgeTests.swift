import Experiment
import Reporting
import Testing

/// Runs that have little in them, and machines that have much; every drawing stays inside its frame.
struct HTMLEdgeTests {
  enum Case: CaseIterable {
    case empty, noBlocks, noValidSample, oneSample, allEqual, zeros, notFinite, severalModes, negative, huge
    case cpus96, nodes8, packages16, noRun, manyRuns

    var runs: [Run] {
      var run = FixtureRun(coresPerNode: 2, threadsPerCore: 1, blocks: 4, invalid: []).run
      func change(_ body: (inout [Sample]) -> Void) -> [Run] {
        for index in run.metrics.indices { body(&run.metrics[index].samples) }
        return [run]
      }
      func fill(_ value: Double) -> [Run] { change { for index in $0.indices { $0[index].value = value } } }
      switch self {
      case .empty: return [FixtureRun().empty]
      case .noBlocks:
        run.blocks = []
        return change { $0 = [] }
      case .noValidSample: return change { for index in $0.indices { $0[index].valid = false } }
      case .oneSample: return change { $0 = Array($0.prefix(1)) }
      case .allEqual: return fill(42e9)
      case .zeros: return fill(0)
      case .notFinite:
        return change { for index in $0.indices { $0[index].value = index == 0 ? .nan : .infinity } }
      case .severalModes:
        return [FixtureRun(coresPerNode: 2, threadsPerCore: 1, blocks: 20, hasModes: true).run]
      case .negative: return fill(-3)
      case .huge:
        return change { for index in $0.indices { $0[index].value = index == 0 ? -1.7e308 : 1.7e308 } }
      case .cpus96: return [FixtureRun(packages: 2, coresPerNode: 24, blocks: 2, invalid: []).run]
      case .nodes8:
        return [FixtureRun(packages: 4, nodesPerPackage: 2, coresPerNode: 1, blocks: 2, invalid: []).run]
      case .packages16: return [FixtureRun(packages: 16, coresPerNode: 3, blocks: 2).empty]
      case .noRun: return []
      case .manyRuns: return [run, run, FixtureRun(blocks: 3, seed: 9, text: "other").run]
      }
    }
  }

  @Test("A page is well formed and every drawing lies inside its frame", arguments: Case.allCases)
  func geometry(_ edge: Case) throws {
    let source = HTMLReport.render(edge.runs)
    let page = try HTMLPage(source)
    #expect(page.elements("h1").count == 1)
    for element in page.elements {
      guard let box = element.viewBox, element.name != "svg" else { continue }
      for (name, value) in element.attributes
      where ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height"].contains(name) {
        let number = try #require(Double(value), "\(name)=\(value)")
        #expect(number.isFinite)
        let limit = name.contains("y") || name == "height" ? box[3] : box[2]
        // The stroke of the outermost line may need a pixel.
        #expect(number >= -1 && number <= limit + 1, "\(name)=\(value) of \(element.name) in \(box)")
      }
      for point in (element.attributes["points"] ?? "").split(separator: " ") {
        let numbers = point.split(separator: ",").compactMap { Double($0) }
        try #require(numbers.count == 2, "\(point)")
        #expect(
          numbers[0] >= -1 && numbers[0] <= box[2] + 1 && numbers[1] >= -1 && numbers[1] <= box[3] + 1,
          "\(point)")
      }
    }
    let drawing = page.elements.filter { $0.viewBox != nil }.flatMap(\.attributes.values)
    #expect(
      !drawing.contains {
        $0.split(whereSeparator: { " ,ML".contains($0) }).contains { ["nan", "inf", "-inf"].contains($0) }
      })
  }

  @Test("Text in drawings does not leave them", arguments: [Case.severalModes, .cpus96, .nodes8, .manyRuns])
  func textFits(_ edge: Case) throws {
    let page = try HTMLPage(HTMLReport.render(edge.runs))
    for text in page.elements("text") {
      guard let box = text.viewBox, let x = text.attributes["x"].flatMap({ Double($0) }) else { continue }
      // A little less than a sans-serif digit is wide.
      let width = 6.0 * Double(text.text.count)
      let start =
        switch text.attributes["text-anchor"] {
        case "end": x - width
        case "middle": x - width / 2
        default: x
        }
      #expect(
        start >= -6 && start + width <= box[2] + 6,
        "'\(text.text)' from \(start) to \(start + width) of \(box[2])")
    }
  }

  @Test("Without a valid sample there is no number, and it is said")
  func nothingValid() throws {
    let page = try HTMLPage(HTMLReport.render(Case.noValidSample.runs))
    #expect(page.elements("dl").allSatisfy { $0.attributes["class"] != "cards" })
    #expect(page.elements("td", "text").contains { $0.text == "no result !" })
  }
}
