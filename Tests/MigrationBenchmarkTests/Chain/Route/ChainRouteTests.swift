import MigrationBenchmark
import Testing

@Suite struct ChainRouteTests {
  @Test func theWayAndTheWayBack() throws {
    let route = try ChainRoute("A,B,C,A")
    #expect(route.stops == ["A", "B", "C", "A"])
    #expect(route.names == ["A", "B", "C"])
    #expect(route.hopsWithReturn.map(\.label) == ["A-B", "B-C", "C-A", "A-C"])
    #expect(route.hopsWithReturn.map(\.from) == [0, 1, 2, 0])
    #expect(route.hopsWithReturn.map(\.to) == [1, 2, 0, 2])
    #expect(route.description == "A,B,C,A")
  }

  @Test func theSameWayTwiceHasTwoNames() throws {
    #expect(try ChainRoute("A,B").hopsWithReturn.map(\.label) == ["A-B", "B-A"])
    #expect(try ChainRoute("A,B,A").hopsWithReturn.map(\.label) == ["A-B", "B-A", "A-B (2)"])
    let long = try ChainRoute("x,y,x,y,x").hopsWithReturn.map(\.label)
    #expect(long == ["x-y", "y-x", "x-y (2)", "y-x (2)", "x-y (3)"])
  }

  @Test(arguments: [
    ("", "no member's name"), ("A", "has one member"), ("A,", "no member's name"),
    ("A,,B", "no member's name"),
    ("A,A", "follows itself"), ("A,B,B", "follows itself"), ("A B,C", "no member's name"),
    ("A,B-C", "no member's name"), ("A,ä", "no member's name"), ("A,12345678901234567", "at most 16"),
    ("A,B;rm", "no member's name"),
  ])
  func whatIsNoChainIsRefused(text: String, said: String) {
    let error = #expect(throws: ChainError.self) { try ChainRoute(text) }
    #expect(error?.description.contains(said) == true, "\(error?.description ?? "")")
  }

  @Test func thereAreLimits() throws {
    let members = (0..<27).map { "m\($0)" }
    #expect(throws: ChainError.self) { try ChainRoute(members.joined(separator: ",")) }
    #expect(try ChainRoute(members.dropLast().joined(separator: ",")).names.count == 26)
    let stops = (0..<65).map { $0.isMultiple(of: 2) ? "A" : "B" }
    #expect(throws: ChainError.self) { try ChainRoute(stops.joined(separator: ",")) }
    #expect(try ChainRoute(stops.dropLast().joined(separator: ",")).stops.count == 64)
  }
}
