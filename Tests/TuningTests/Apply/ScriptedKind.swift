import Host
import Platform
import Synchronization

@testable import Tuning

/// Settings in memory that behave as the kernel's do: some are pairs of which one is off, some round, some refuse.
final class ScriptedKind: SettingKind {
  static let name = "sysctl"
  static let survivesReboot = false

  private struct State {
    var values: [String: String]
    var writes: [(name: String, text: String)] = []
    var refused: [String: Int32] = [:]
    var impossible: [(name: String, text: String, other: String, value: String)] = []
    var rounded: [String: String] = [:]
    var meddling: [String: String] = [:]
    var moving: [String: (other: String, value: String)] = [:]
    /// Writing one turns the other off.
    var pairs = ["vm.dirty_bytes": "vm.dirty_ratio", "vm.dirty_ratio": "vm.dirty_bytes"]
    /// Off is what the other one turns these; it cannot be written.
    var withoutZero: Set<String> = ["vm.dirty_bytes", "vm.dirty_ratio"]
  }

  private let state: Mutex<State>

  init(_ values: [String: String]) { state = Mutex(State(values: values)) }

  func read(_ name: String) throws(SettingError) -> String {
    guard let value = state.withLock({ $0.values[name] }) else {
      throw .system(SystemError(code: 2, operation: "open", subject: name))
    }
    return value
  }

  func write(_ name: String, _ text: String) throws(SettingError) {
    let error = state.withLock { state -> SettingError? in
      state.writes.append((name, text))
      if let code = state.refused[name] {
        return .system(SystemError(code: code, operation: "write", subject: name))
      }
      if state.impossible.contains(where: {
        $0.name == name && $0.text == text && state.values[$0.other] == $0.value
      }) {
        return .system(SystemError(code: 22, operation: "write", subject: name))
      }
      if text == "0", state.withoutZero.contains(name) {
        return .system(SystemError(code: 22, operation: "write", subject: name))
      }
      state.values[name] = state.rounded[name] ?? text
      if let other = state.pairs[name] { state.values[other] = "0" }
      if let moved = state.moving[name] { state.values[moved.other] = moved.value }
      // What somebody else does as soon as this is written.
      for (key, value) in state.meddling { state.values[key] = value }
      state.meddling = [:]
      return nil
    }
    if let error { throw error }
  }

  /// What a setting is now; nil where there is none.
  subscript(name: String) -> String? {
    get { state.withLock { $0.values[name] } }
    set { state.withLock { $0.values[name] = newValue } }
  }

  /// All values.
  var values: [String: String] { state.withLock { $0.values } }
  /// What was written, in order.
  var writes: [(name: String, text: String)] { state.withLock { $0.writes } }
  /// Names that were written, in order.
  var written: [String] { state.withLock { $0.writes.map(\.name) } }
  func refuse(_ name: String, code: Int32 = 22) { state.withLock { $0.refused[name] = code } }
  func accept(_ name: String) { state.withLock { $0.refused[name] = nil } }
  /// Refuses a value as long as another setting has one.
  func refuse(_ name: String, _ text: String, beside other: String, _ value: String) {
    state.withLock { $0.impossible.append((name, text, other, value)) }
  }
  func round(_ name: String, to value: String) { state.withLock { $0.rounded[name] = value } }
  func move(_ other: String, to value: String, with name: String) {
    state.withLock { $0.moving[name] = (other, value) }
  }
  /// Makes a pair of which only the second takes a 0.
  func pair(_ name: String, with other: String, zeroIsRefusedFor refusing: String) {
    state.withLock { state in
      state.pairs = [name: other, other: name]
      state.withoutZero = [refusing]
    }
  }
  func meddle(_ name: String, _ value: String) { state.withLock { $0.meddling[name] = value } }
}
