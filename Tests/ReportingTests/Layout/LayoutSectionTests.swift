import Advice
import Host
import Platform
import TestSupport
import Testing

@testable import Reporting

struct LayoutSectionTests {
  private func page(_ topology: Topology, _ goal: LayoutGoal, _ guests: String = "") throws -> HTMLPage {
    let shapes = guests.isEmpty ? [] : try GuestShape.list(guests)
    let layout = LayoutPlanner(topology, LayoutOptions(goal)).layout(for: shapes)
    return try HTMLPage(
      Markup.document {
        DocumentHead.markup(title: "Layout", sheets: [LayoutStyle.sheet])
        Markup.element("body") { LayoutSection.markup(layout, on: topology) }
      }.source)
  }

  private func cpus(_ page: HTMLPage) -> [HTMLPage.Element] {
    page.elements("rect").filter { $0.attributes["class"]?.hasPrefix("cpu ") ?? false }
  }

  @Test(arguments: CapturedMachine.all, LayoutGoal.allCases)
  func everyCPUIsDrawnInsideTheDrawing(machine: CapturedMachine, goal: LayoutGoal) throws {
    let topology = try machine.topology
    let page = try page(topology, goal, "6x4c16g,1x40c200g")
    let drawn = cpus(page)
    // Once for wide screens and once for narrow ones.
    #expect(drawn.count == 2 * topology.cpus.count)
    for rect in page.elements("rect") {
      let box = try #require(rect.viewBox)
      let x = try #require(rect.attributes["x"].flatMap(Double.init))
      let width = try #require(rect.attributes["width"].flatMap(Double.init))
      #expect(x >= 0 && x + width <= box[2] + 0.5)
    }
  }

  @Test func everyOwnerHasLooks() throws {
    let sheet = "\(LayoutStyle.sheet)"
    let owners: [LayoutReading.Owner] =
      [.host, .hostAndGuests, .isolated, .shared] + (1...7).map { .guest($0) }
    for owner in owners { #expect(sheet.contains(".cpu.\(LayoutStyle.name(of: owner)) ")) }
    // What nobody may use looks as in the host's picture.
    #expect("\(Style.sheet)".contains(".cpu.\(LayoutStyle.name(of: .forbidden)) "))
  }

  @Test func guestsNotesAndGapsAreTold() throws {
    let page = try page(Machine.withGPUMemory, .latency, "1x1c1g,1x900c1g")
    let texts = page.elements.map(\.text)
    #expect(texts.contains("No place for 1 guest of 900 CPUs and 1 GiB"))
    #expect(texts.contains { $0.contains("memory only: a slower tier") })
    #expect(texts.contains("assay-isolated-node0"))
    let titles = page.elements("title").map(\.text)
    #expect(titles.contains("CPU 1: guest 1"))
    #expect(titles.contains("CPU 0: host"))
  }

  @Test func aThousandCPUsAreDrawn() throws {
    let page = try page(Machine.regular(nodes: 8, cores: 64, threads: 2, l3Groups: 8), .latency, "20x16c32g")
    #expect(cpus(page).count == 2_048)
  }
}
