internal import Experiment
internal import FoundationEssentials
public import Platform

/// A fleet's directory: `fleet.json`, `nodes/<name>/*.json`, `pairs/<from>--<to>/*.json`, `ansible.log`, and the playbook
/// that ran.
public struct FleetStore: Sendable {
  /// The directory, absolute.
  public let directory: String

  /// The directory of a fleet, which need not be there yet.
  public init(_ directory: String) throws(SystemError) {
    self.directory = try CurrentProcess.absolute(directory)
  }

  /// The state's document.
  public var statePath: String { "\(directory)/fleet.json" }
  /// What Ansible said.
  public var logPath: String { "\(directory)/ansible.log" }
  var playbookPath: String { "\(directory)/playbook" }
  var variablesPath: String { "\(playbookPath)/variables.json" }
  var limitPath: String { "\(playbookPath)/limit.txt" }

  /// The directory of a node's documents.
  public func node(_ name: String) -> String { "\(directory)/nodes/\(name)" }
  /// The directory of a pair's documents.
  public func pair(_ name: String) -> String { "\(directory)/pairs/\(name)" }

  /// Writes the state: the old one or the new one is there, whatever happens.
  public func save(_ state: FleetState) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    try Files.replace(statePath, with: Array(try encoder.encode(state)) + [0x0A])
  }

  /// Reads the state.
  ///
  /// - Throws: `FleetFailure` where there is none, or none of this schema.
  public func load() throws -> FleetState {
    let bytes: [UInt8]
    do {
      bytes = try Files.bytes(statePath)
    } catch {
      throw FleetFailure(
        "no fleet run to continue: \(error); name the directory of one with --resume --out DIR")
    }
    struct SchemaOnly: Decodable { var schema: String? }
    let schema = (try? JSONDecoder().decode(SchemaOnly.self, from: Data(bytes)))?.schema
    guard schema == FleetState.currentSchema else {
      let what =
        schema.map { "it is \($0), and this version reads \(FleetState.currentSchema)" }
        ?? "it is no document of ours"
      throw FleetFailure("\(statePath): \(what); take the directory that assay fleet run wrote")
    }
    do {
      return try JSONDecoder().decode(FleetState.self, from: Data(bytes))
    } catch {
      throw FleetFailure("\(statePath): edited or damaged; start again in another directory")
    }
  }

  /// What is wrong with the documents in a directory; nil where there are some and all can be read.
  func fault(in folder: String) -> String? {
    let names = ((try? Files.names(in: folder)) ?? []).filter { $0.hasSuffix(".json") }
    guard !names.isEmpty else { return "no document arrived in \(folder); continue with --resume" }
    for name in names {
      do {
        _ = try RunDocument.read(path: "\(folder)/\(name)")
      } catch {
        return "malformed document: \(error)"
      }
    }
    return nil
  }

  /// Removes documents that must not be taken for those of the next try.
  func discard(_ folder: String) throws {
    if Files.exists(folder) { try Files.removeTree(folder) }
  }
}
