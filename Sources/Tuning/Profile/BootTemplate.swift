internal import Host
internal import Platform

/// A value of the kernel's command line with expressions in braces: `managed_irq,{all - housekeeping}`.
struct BootTemplate {
  let text: String
  private let pieces: [Piece]

  private enum Piece { case text(String), cpus(CPUExpression) }

  /// Reads a template; the file and line are for refusals.
  init(_ text: String, file: String, line: Int) throws(FileProblem) {
    self.text = text
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw FileProblem(file: file, line: line, reason: "'\(text)': a brace is not closed")
      }
      pieces.append(.text(String(rest[..<open])))
      do throws(CPUExpression.Problem) {
        pieces.append(.cpus(try CPUExpression(rest[rest.index(after: open)..<close].trimmingSpace())))
      } catch {
        throw FileProblem(file: file, line: line, reason: error.description)
      }
      rest = rest[rest.index(after: close)...]
    }
    pieces.append(.text(String(rest)))
    for case .text(let plain) in pieces where plain.contains(where: { $0.isWhitespace || $0 == "}" }) {
      throw FileProblem(file: file, line: line, reason: "'\(text)' has a space or a brace outside of braces")
    }
    self.pieces = pieces
  }

  /// The value on a host; nil when one of its expressions means no CPU there.
  func resolve(_ topology: Topology, names: [String: CPUSet]) throws(CPUExpression.Problem) -> String? {
    var value = ""
    for piece in pieces {
      switch piece {
      case .text(let text): value += text
      case .cpus(let expression):
        let cpus = try expression.resolve(topology, names: names)
        if cpus.isEmpty { return nil }
        value += cpus.description
      }
    }
    return value
  }
}
