internal import FoundationEssentials
public import Experiment

/// A program of the user's own as something to measure: it runs, prints a number, and ends.
///
///     let workload = try WorkloadCommand("redis-benchmark -q -t get", regex: #"GET: ([0-9.]+)"#, better: .higher)
public struct WorkloadCommand: Codable, Sendable, Equatable {
  /// The benchmark's name in parts and metrics.
  public static let benchmark = "workload"
  /// The metric that it makes.
  public static let metric = "workload.value"

  /// For `/bin/sh -c`.
  public var command: String
  /// A regular expression with one group, which finds the number in what it prints.
  public var regex: String
  /// Which way is good.
  public var better: Metric.Direction
  /// The number's unit; `1` where it has none.
  public var unit: String
  /// Seconds after which it is taken for hung.
  public var timeLimit: Double

  /// A workload.
  ///
  /// - Throws: `TrialProblem` of kind `refused` for an empty command and an expression that cannot be used.
  public init(
    _ command: String, regex: String, better: Metric.Direction = .higher, unit: String = "1",
    timeLimit: Double = 600
  ) throws {
    guard command.contains(where: { !$0.isWhitespace }) else {
      throw TrialProblem(.refused, "--workload takes a command, such as './bench --seconds 5'")
    }
    do {
      _ = try Regex(regex)
    } catch {
      throw TrialProblem(.refused, "--metric-regex '\(regex)' is no regular expression: \(error)")
    }
    let groups = Self.groups(regex)
    guard groups == 1 else {
      throw TrialProblem(
        .refused,
        "--metric-regex '\(regex)' has \(groups) groups; it needs one, around the number: 'throughput: ([0-9.]+)'"
      )
    }
    self.command = command
    self.regex = regex
    self.better = better
    self.unit = unit
    self.timeLimit = timeLimit
  }

  /// The command as a label of its metric, in one line and not longer than a table bears: evidence says what was run.
  var label: String {
    // Evidence ends its metric with a colon and a space.
    let line = command.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing(": ", with: ":")
    return line.count <= Self.longestLabel ? line : "\(line.prefix(Self.longestLabel - 1))…"
  }

  private static let longestLabel = 60

  /// As a part of a session.
  public func part() throws -> Part {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Part(
      id: "\(Self.benchmark).command", benchmark: Self.benchmark,
      workload: String(decoding: try encoder.encode(self), as: UTF8.self), timeLimit: timeLimit)
  }

  /// The workload of a part.
  static func decode(_ part: Part) throws -> WorkloadCommand {
    try JSONDecoder().decode(WorkloadCommand.self, from: Data(part.workload.utf8))
  }

  /// The number in an output: that of the last match, because programs end with their result.
  ///
  /// - Throws: `SampleFailure`, one line.
  func value(in output: String) throws -> Double {
    let matches = output.matches(of: try Regex(regex))
    guard let last = matches.last, last.output.count > 1, let found = last.output[1].substring else {
      let tail = output.split(whereSeparator: \.isNewline).last.map { ": it ended with '\($0.prefix(80))'" }
      throw SampleFailure("the workload printed nothing that --metric-regex '\(regex)' fits\(tail ?? "")")
    }
    guard let value = Double(found), value.isFinite else {
      throw SampleFailure("the workload printed '\(found.prefix(80))' where --metric-regex finds the number")
    }
    guard value > 0 else {
      throw SampleFailure("the workload printed \(found): only numbers above 0 can be compared as ratios")
    }
    return value
  }

  /// Groups that capture.
  static func groups(_ regex: String) -> Int {
    var count = 0
    var isInSet = false
    var characters = regex[...]
    while let character = characters.popFirst() {
      switch character {
      case "\\": characters = characters.dropFirst()
      case "[": isInSet = true
      case "]": isInSet = false
      case "(" where !isInSet:
        let isPlain = !characters.hasPrefix("?")
        let isNamed =
          characters.hasPrefix("?<") && !characters.hasPrefix("?<=") && !characters.hasPrefix("?<!")
        if isPlain || isNamed { count += 1 }
      default: continue
      }
    }
    return count
  }
}
