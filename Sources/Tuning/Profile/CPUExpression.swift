public import Host
public import Platform

/// CPUs as a profile writes them, which every host resolves for itself.
///
///     housekeeping(per-node: 1)          the first core of each NUMA node, with its SMT siblings
///     node(0).cores - housekeeping       what is left of node 0
///     all - housekeeping                 what is left of the machine
///     (node(0) + node(1)) & package(0)   unions and intersections
///     0-3,8                              a list is itself
///
/// `all` and `online` are the CPUs that are online. `housekeeping` alone is what the profile calls so below `cpus`, else
/// `housekeeping(per-node: 1)`. Operators need spaces around them, for `0-3` is a list.
public struct CPUExpression: Sendable, Equatable {
  /// The text.
  public let text: String
  private let root: Part

  private indirect enum Part: Sendable, Equatable {
    case list(CPUSet)
    case name(String)
    case call(String, Argument)
    case combined(Part, Operator, Part)
  }

  private struct Argument: Sendable, Equatable {
    var label: String?
    var number: Int
  }

  private enum Operator: String, Sendable { case minus = "-", plus = "+", and = "&" }

  /// Why an expression is none, or has no meaning on a host.
  public struct Problem: Error, Sendable, Equatable, CustomStringConvertible {
    /// What is wrong, with an example.
    public let description: String
    /// Whether it is well written, but means nothing on this host.
    public let isHosts: Bool
  }

  /// Reads an expression.
  public init(_ text: String) throws(Problem) {
    self.text = text
    var reader = ExpressionReader(text)
    root = try Self.expression(&reader, depth: 0)
    if let rest = reader.peek() { throw Self.problem(text, "'\(rest)' is not expected") }
  }

  /// Whether it is nothing but a list, the same on every host.
  public var isList: Bool {
    if case .list = root { return true }
    return false
  }

  /// The CPUs that it means on a host.
  ///
  /// - Parameter names: what the profile calls by a name of its own.
  public func resolve(_ topology: Topology, names: [String: CPUSet] = [:]) throws(Problem) -> CPUSet {
    try resolve(root, topology, names)
  }

  // MARK: Reading

  private static let deepest = 16

  private static func problem(_ text: String, _ reason: String) -> Problem {
    Problem(
      description: "'\(text)': \(reason); expected CPUs such as 0-3,8 or 'node(0).cores - housekeeping'",
      isHosts: false)
  }

  private static func expression(_ reader: inout ExpressionReader, depth: Int) throws(Problem) -> Part {
    if depth > deepest { throw problem(reader.text, "too many parentheses") }
    var left = try part(&reader, depth: depth)
    while let word = reader.peek(), let action = Operator(rawValue: word) {
      reader.advance()
      left = .combined(left, action, try part(&reader, depth: depth))
    }
    return left
  }

  private static func part(_ reader: inout ExpressionReader, depth: Int) throws(Problem) -> Part {
    guard let word = reader.next() else { throw problem(reader.text, "something is missing at the end") }
    if word == "(" {
      let inner = try expression(&reader, depth: depth + 1)
      guard reader.next() == ")" else { throw problem(reader.text, "a parenthesis is not closed") }
      return inner
    }
    if let first = word.first, first.isNumber {
      do throws(CPUSet.ListError) {
        return .list(try CPUSet(list: word))
      } catch {
        throw problem(reader.text, error.reason)
      }
    }
    guard let first = word.first, first.isLetter else {
      throw problem(reader.text, "'\(word)' is not expected")
    }
    guard reader.peek() == "(" else { return .name(word) }
    reader.advance()
    let argument = try argument(&reader)
    guard reader.next() == ")" else { throw problem(reader.text, "a parenthesis is not closed") }
    // CPUs and cores are the same here: a core comes with its siblings.
    if reader.peek() == ".cores" || reader.peek() == ".cpus" { reader.advance() }
    switch (word, argument.label) {
    case ("node", nil), ("package", nil), ("housekeeping", "per-node"): return .call(word, argument)
    default:
      throw problem(
        reader.text,
        "'\(word)' with '\(argument.label.map { "\($0): " } ?? "")\(argument.number)' is not known;"
          + " known: node(N), package(N), housekeeping(per-node: N)")
    }
  }

  private static func argument(_ reader: inout ExpressionReader) throws(Problem) -> Argument {
    var label: String?
    if let word = reader.peek(), word.hasSuffix(":") {
      label = String(word.dropLast())
      reader.advance()
    }
    guard let word = reader.next(), let number = Int(word), (0...CPUSet.largestNumber).contains(number) else {
      throw problem(reader.text, "a number is missing between the parentheses")
    }
    return Argument(label: label, number: number)
  }

  // MARK: Resolving

  private func host(_ reason: String) -> Problem {
    Problem(description: "'\(text)': \(reason)", isHosts: true)
  }

  private func resolve(
    _ part: Part, _ topology: Topology, _ names: [String: CPUSet]
  ) throws(Problem) -> CPUSet {
    switch part {
    case .list(let set): return set
    case .combined(let left, let action, let right):
      let first = try resolve(left, topology, names)
      let second = try resolve(right, topology, names)
      switch action {
      case .minus: return first.subtracting(second)
      case .plus: return first.union(second)
      case .and: return first.intersection(second)
      }
    case .name(let name):
      if let defined = names[name] { return defined }
      switch name {
      case "all", "online": return topology.cpus
      case "housekeeping": return Self.housekeeping(topology, perNode: 1)
      default:
        throw Self.problem(
          text, "'\(name)' is not known; known: all, online, housekeeping, and the names below 'cpus'")
      }
    case .call("housekeeping", let argument): return Self.housekeeping(topology, perNode: argument.number)
    case .call("package", let argument):
      guard argument.number < topology.packageCPUs.count else {
        throw host("this host has no package \(argument.number)")
      }
      return topology.packageCPUs[argument.number]
    case .call(_, let argument):
      guard let node = topology.node(argument.number) else {
        throw host("this host has no NUMA node \(argument.number)")
      }
      return node.cpus
    }
  }

  /// The first cores of every node that has CPUs, whole: a sibling of a busy thread is not quiet.
  private static func housekeeping(_ topology: Topology, perNode: Int) -> CPUSet {
    topology.nodes.filter { !$0.cpus.isEmpty }.reduce(into: CPUSet()) { kept, node in
      let cores = topology.coreCPUs.map { $0.intersection(node.cpus) }.filter { !$0.isEmpty }
      for core in cores.prefix(perNode) { kept = kept.union(core) }
    }
  }
}
