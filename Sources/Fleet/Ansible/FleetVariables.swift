internal import FoundationEssentials

/// What the playbook is told, in a file: nothing of it is secret.
struct FleetVariables: Encodable {
  var assay_binary: String
  var assay_sha256: String
  var assay_architecture: String
  var assay_run_id: String
  var assay_out: String
  var assay_suite: String?
  var assay_only: String?
  var assay_seed: UInt64?
  var assay_arguments: [String]?
  var assay_time_limit: Int?
  var assay_at_once: Int?
  var assay_measured: [String]?
  var assay_pairs: Bool?
  var assay_pair_parts: [String]?
  var assay_pairs_at_once: Int?
  var assay_pairs_done: [String]?
  var assay_profile: String?
  var assay_profile_files: [String]?
  var assay_profile_name: String?
  var assay_confirm_within: String?
  var assay_health: String?
  var assay_batch: String?

  /// For any play on the nodes.
  init(_ state: FleetState, _ store: FleetStore) {
    assay_binary = state.binary.path
    assay_sha256 = state.binary.sha256
    assay_architecture = state.binary.architecture
    assay_run_id = state.id
    assay_out = store.directory
  }

  /// For measuring what is left.
  init(_ state: FleetState, _ options: FleetOptions, _ store: FleetStore) {
    self.init(state, store)
    assay_suite = options.suite
    assay_only = options.only.joined(separator: ",")
    assay_seed = options.seed
    assay_arguments = options.arguments
    assay_time_limit = options.timeLimit
    assay_at_once = options.atOnce
    assay_measured = state.measured
    assay_pairs = !state.pairsToDo.isEmpty
    assay_pair_parts = options.pairs.map(\.rawValue)
    assay_pairs_at_once = options.pairsAtOnce
    assay_pairs_done = state.pairs.filter { $0.value.state == .done }.keys.sorted()
  }

  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return Array(try encoder.encode(self)) + [0x0A]
  }
}
