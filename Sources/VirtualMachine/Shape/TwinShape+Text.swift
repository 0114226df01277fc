extension TwinShape {
  /// Reads a shape as the command line takes it: nodes x CPUs a node, and optionally threads a core and distances.
  ///
  ///     2x4                 2 nodes of 4 CPUs
  ///     2x4x2               the same, 2 threads a core
  ///     4x2:21              every node 21 from every other
  ///     2x4:10,21/31,10     a table: rows from, columns to
  ///
  /// - Throws: `TwinError` of kind `badRequest`.
  public init(text: String) throws(TwinError) {
    func refuse(_ reason: String) -> TwinError {
      TwinError(.badRequest, "'\(text)' is not a topology: \(reason) (example: 2x4, nodes x CPUs a node)")
    }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let words = parts[0].split(separator: "x", omittingEmptySubsequences: false)
    let counts = words.compactMap { Self.number($0) }
    guard counts.count == words.count, (2...3).contains(counts.count) else {
      throw refuse("two or three numbers from 1 with an x between are needed")
    }
    guard (1...Self.nodeLimit).contains(counts[0]) else {
      throw refuse("\(counts[0]) nodes, 1 to \(Self.nodeLimit) are possible")
    }
    let distances: [[Int]]
    if parts.count == 2 {
      guard let table = Self.distances(parts[1], nodes: counts[0]) else {
        throw refuse("distances are one number, or rows of numbers: 10,21/21,10")
      }
      distances = table
    } else {
      distances = []
    }
    let nodes = (0..<counts[0]).map { Node(cpus: counts[1], memoryMiB: Self.memory(ofNode: $0)) }
    do {
      try self.init(nodes: nodes, distances: distances, threadsPerCore: counts.count == 3 ? counts[2] : 1)
    } catch {
      throw refuse(error.description)
    }
  }

  static func memory(ofNode number: Int) -> Int { number == 0 ? firstNodeMemoryMiB : nodeMemoryMiB }

  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(text), number > 0
    else { return nil }
    return number
  }

  private static func distances(_ text: Substring, nodes: Int) -> [[Int]]? {
    if let one = number(text) {
      return (0..<nodes).map { from in (0..<nodes).map { $0 == from ? 10 : one } }
    }
    let rows = text.split(separator: "/", omittingEmptySubsequences: false).map { row in
      row.split(separator: ",", omittingEmptySubsequences: false).map { number($0) }
    }
    let known = rows.map { $0.compactMap { $0 } }
    return zip(rows, known).allSatisfy { $0.count == $1.count } ? known : nil
  }
}
