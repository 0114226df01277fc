/// One measurement of a host, whole: the document `assay.run/1`.
///
/// Written after every block and never edited afterwards. Its JSON Schema is `Results/assay.run.schema.json`.
public struct Run: Codable, Sendable, Equatable {
  /// The schema that this version writes.
  public static let currentSchema = "assay.run/1"

  /// How far a Run came.
  public enum Status: String, Codable, Sendable {
    /// Measuring, or killed in the middle of it.
    case running
    /// All blocks were taken.
    case complete
    /// Ended by Ctrl-C, SIGTERM or SIGHUP; what was done is here.
    case interrupted
  }

  /// The program that wrote it.
  public struct Tool: Codable, Sendable, Equatable {
    /// `assay`.
    public var name: String
    /// Its version.
    public var version: String
    /// `release` or `debug`.
    public var build: String
    /// The command line, without the program.
    public var arguments: [String]

    /// A tool of these facts.
    public init(name: String, version: String, build: String, arguments: [String]) {
      self.name = name
      self.version = version
      self.build = build
      self.arguments = arguments
    }
  }

  /// A part that was not measured, and why.
  public struct Skipped: Codable, Sendable, Equatable {
    /// The part: `memory.numa_matrix`.
    public var part: String
    /// Why, in words.
    public var reason: String

    /// A skipped part.
    public init(part: String, reason: String) {
      self.part = part
      self.reason = reason
    }
  }

  /// Something the reader must know, and what to do about it.
  public struct Warning: Codable, Sendable, Hashable {
    /// A stable dotted code: `memory.huge_pages_missing`.
    public var code: String
    /// What was seen.
    public var message: String
    /// What to do next.
    public var advice: String

    /// A warning.
    public init(code: String, message: String, advice: String) {
      self.code = code
      self.message = message
      self.advice = advice
    }
  }

  /// `assay.run/1`.
  public var schema: String
  /// Unique among Runs.
  public var id: String
  /// The program that wrote it.
  public var tool: Tool
  /// How far it came.
  public var status: Status
  /// RFC 3339, UTC.
  public var started: String
  /// RFC 3339, UTC; of the last block while it is running.
  public var finished: String
  /// The host as it was.
  public var host: Fingerprint
  /// What was to be done.
  public var plan: Plan
  /// Every block taken, repeated ones included, in order.
  public var blocks: [Block]
  /// Every metric with its samples, sorted by name and labels.
  public var metrics: [Metric]
  /// What was not measured.
  public var skipped: [Skipped]
  /// What the reader must know.
  public var warnings: [Warning]

  /// A Run that has only started.
  public init(id: String, tool: Tool, started: String, host: Fingerprint, plan: Plan) {
    self.schema = Self.currentSchema
    self.id = id
    self.tool = tool
    self.status = .running
    self.started = started
    self.finished = started
    self.host = host
    self.plan = plan
    self.blocks = []
    self.metrics = []
    self.skipped = []
    self.warnings = []
  }

  /// Blocks that count.
  public var validBlocks: Int { blocks.count { $0.verdict != .invalid } }
}
