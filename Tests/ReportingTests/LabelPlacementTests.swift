import Statistics
import Testing

@testable import Reporting

struct LabelPlacementTests {
  private static let frame = LabelPlacement.Box(x: 0, y: 0, width: 340, height: 320)

  @Test("A single label stands right of its point, and left where there is no room")
  func single() {
    let places = LabelPlacement.place([(50, 50)], widths: [40], height: 15, mark: 6, in: Self.frame)
    #expect(places == [.init(x: 59, y: 42.5, width: 40, height: 15)])
    let edge = LabelPlacement.place([(320, 50)], widths: [40], height: 15, mark: 6, in: Self.frame)
    #expect(edge == [.init(x: 271, y: 42.5, width: 40, height: 15)])
  }

  @Test("A line is avoided where there is another place")
  func lines() {
    let line = LabelPlacement.Box(x: 50, y: 49, width: 290, height: 2)
    let places = LabelPlacement.place(
      [(50, 50)], widths: [40], height: 15, mark: 6, in: Self.frame, lines: [line])
    #expect(places.allSatisfy { $0.map { !$0.overlaps(line) } ?? false })
    let everywhere = LabelPlacement.place(
      [(50, 50)], widths: [40], height: 15, mark: 6, in: Self.frame, lines: [Self.frame])
    #expect(everywhere == [.init(x: 59, y: 42.5, width: 40, height: 15)])
  }

  @Test(
    "Labels cover neither each other nor a point, and stay in the frame",
    arguments: 1...8 as ClosedRange<UInt64>)
  func crowd(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let points = (0..<16).map { _ in
      (x: 120 + Double(generator.below(90)), y: 120 + Double(generator.below(90)))
    }
    let widths = points.indices.map { 36 + Double($0 % 4) * 15 }
    let places = LabelPlacement.place(points, widths: widths, height: 15, mark: 5, in: Self.frame)
    let boxes = places.compactMap(\.self)
    #expect(boxes.count == points.count)
    for (index, box) in boxes.enumerated() {
      #expect(Self.frame.contains(box))
      #expect(!boxes[..<index].contains { $0.overlaps(box) })
      let marks = points.map { LabelPlacement.Box(x: $0.x - 5, y: $0.y - 5, width: 10, height: 10) }
      #expect(!marks.contains { $0.overlaps(box) })
    }
  }

  @Test("What fits nowhere has no place")
  func noRoom() {
    let places = LabelPlacement.place([(170, 160)], widths: [400], height: 15, mark: 6, in: Self.frame)
    #expect(places == [nil])
  }
}
