import Foundation
import TestSupport
import Testing

@testable import Advice

struct LayoutDocumentTests {
  @Test(arguments: LayoutGoal.allCases)
  func aLayoutSurvivesItsDocument(goal: LayoutGoal) throws {
    let shapes = try GuestShape.list("2x4c16g,1x900c16g")
    let layout = LayoutPlanner(Machine.withGPUMemory, LayoutOptions(goal)).layout(for: shapes)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    let data = try encoder.encode(layout)
    #expect(try JSONDecoder().decode(CPULayout.self, from: data) == layout)
    let text = String(decoding: data, as: UTF8.self)
    for key in ["goal", "housekeeping", "partitions", "places", "unplaced", "notes", "is_home"] {
      #expect(text.contains("\"\(key)\""), "\(key)")
    }
  }
}
