extension GuestShape {
  /// Reads shapes as people write them, several separated by commas: `6x4c16g,2x8c32g`.
  ///
  /// - Throws: `LayoutProblem` that names the shape, what is wrong with it, and an example.
  public static func list(_ text: String) throws(LayoutProblem) -> [GuestShape] {
    var shapes: [GuestShape] = []
    var total = 0
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let shape = try GuestShape(String(part))
      shapes.append(shape)
      total += shape.count
    }
    guard total <= mostGuests else {
      throw LayoutProblem("'\(text)' are \(total) guests; a layout takes at most \(mostGuests)")
    }
    return shapes
  }

  /// Reads one shape: `6x4c16g` are 6 guests of 4 virtual CPUs and 16 GiB each, `4c16g` is one; `m` and `t` are known as
  /// well.
  ///
  /// - Throws: `LayoutProblem` for anything else.
  public init(_ text: String) throws(LayoutProblem) {
    func problem(_ reason: String) -> LayoutProblem {
      LayoutProblem(
        "'\(text)' is no guest shape: \(reason) (example: 6x4c16g, 6 guests of 4 CPUs and 16 GiB)")
    }
    var rest = text.lowercased()[...]
    while rest.first == " " { rest = rest.dropFirst() }
    while rest.last == " " { rest = rest.dropLast() }
    guard !rest.isEmpty else { throw problem("it is empty") }
    var count = 1
    if let cross = rest.firstIndex(of: "x") {
      guard let number = Self.number(rest[..<cross]) else {
        throw problem("'\(rest[..<cross])' before the x is no number of guests")
      }
      count = number
      rest = rest[rest.index(after: cross)...]
    }
    guard let letter = rest.firstIndex(of: "c") else { throw problem("there is no c after a number of CPUs") }
    guard let cpus = Self.number(rest[..<letter]) else {
      throw problem("'\(rest[..<letter])' before the c is no number of CPUs")
    }
    rest = rest[rest.index(after: letter)...]
    guard !rest.isEmpty else { throw problem("the memory is missing") }
    let shifts: [Character: Int] = ["m": 20, "g": 30, "t": 40]
    guard let unit = rest.last, let shift = shifts[unit] else {
      throw problem("the memory '\(rest)' does not end in m, g or t")
    }
    guard let size = Self.number(rest.dropLast()) else {
      throw problem("'\(rest.dropLast())' before the \(unit) is no amount of memory")
    }
    guard count > 0, cpus > 0, size > 0 else { throw problem("every number is at least 1") }
    guard count <= Self.mostGuests else { throw problem("more than \(Self.mostGuests) guests") }
    guard cpus <= Self.mostCPUs else { throw problem("more than \(Self.mostCPUs) CPUs") }
    guard size <= Int.max >> shift else { throw problem("more memory than any machine has") }
    self.init(count: count, cpus: cpus, memoryBytes: UInt64(size) << UInt64(shift))
  }

  /// The number that decimal digits mean, as high as an Int goes; nil for any other text.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    return Int(text) ?? Int.max
  }
}
