internal import Platform

/// An element of the XML that libvirt writes: elements, attributes and text, without namespaces or a document
/// type.
struct XMLNode {
  let name: String
  var attributes: [String: String] = [:]
  var children: [XMLNode] = []
  /// Its own text, without space around it.
  var text = ""

  /// Reads a document; nil for what is not well formed, or is nested deeper than 64.
  init?(_ text: String) {
    var reader = Reader(bytes: Array(text.utf8))
    guard let root = reader.document() else { return nil }
    self = root
  }

  fileprivate init(name: String, attributes: [String: String]) {
    self.name = name
    self.attributes = attributes
  }

  /// The first child of that name.
  func child(_ name: String) -> XMLNode? { children.first { $0.name == name } }

  /// Reads bytes from the first to the last.
  private struct Reader {
    private static let deepest = 64
    let bytes: [UInt8]
    var position = 0

    mutating func document() -> XMLNode? {
      var open: [XMLNode] = []
      while position < bytes.count {
        let said = take(until: "<")
        if let last = open.indices.last { open[last].text += Self.plain(said) }
        guard position < bytes.count else { return nil }
        if skips("<!--") {
          guard skip(past: "-->") else { return nil }
        } else if skips("<?") {
          guard skip(past: "?>") else { return nil }
        } else if skips("</") {
          guard let node = open.popLast(), take(until: ">").trimmingSpace() == node.name,
            position < bytes.count
          else { return nil }
          position += 1
          guard let whole = Self.close(node, in: &open) else { continue }
          return whole
        } else {
          position += 1
          guard let (node, isEmpty) = tag() else { return nil }
          if !isEmpty {
            guard open.count < Self.deepest else { return nil }
            open.append(node)
          } else if let whole = Self.close(node, in: &open) {
            return whole
          }
        }
      }
      return nil
    }

    /// Puts an element that has ended into the one around it; the element itself where there is none.
    private static func close(_ node: XMLNode, in open: inout [XMLNode]) -> XMLNode? {
      var node = node
      node.text = node.text.trimmingSpace()
      guard let last = open.indices.last else { return node }
      open[last].children.append(node)
      return nil
    }

    /// What stands behind `<`, and whether the element ends with it.
    private mutating func tag() -> (XMLNode, Bool)? {
      var name: [UInt8] = []
      while position < bytes.count, !Self.isEnd(bytes[position]) {
        name.append(bytes[position])
        position += 1
      }
      guard let first = name.first, first != UInt8(ascii: "!") else { return nil }
      var node = XMLNode(name: String(decoding: name, as: UTF8.self), attributes: [:])
      while position < bytes.count {
        if skips("/>") { return (node, true) }
        if skips(">") { return (node, false) }
        if Self.isSpace(bytes[position]) {
          position += 1
          continue
        }
        let key = take(until: "=").trimmingSpace()
        position += 1
        guard position < bytes.count, !key.isEmpty else { return nil }
        let quote = bytes[position]
        guard quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else { return nil }
        position += 1
        node.attributes[key] = Self.plain(take(until: Character(Unicode.Scalar(quote))))
        position += 1
      }
      return nil
    }

    private mutating func take(until end: Character) -> String {
      let start = position
      let wanted = end.asciiValue
      while position < bytes.count, bytes[position] != wanted { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    /// Whether these come next; then they are behind.
    private mutating func skips(_ text: StaticString) -> Bool {
      let wanted = Array("\(text)".utf8)
      guard bytes[position...].starts(with: wanted) else { return false }
      position += wanted.count
      return true
    }

    private mutating func skip(past text: StaticString) -> Bool {
      while position < bytes.count {
        if skips(text) { return true }
        position += 1
      }
      return false
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

    private static func isEnd(_ byte: UInt8) -> Bool {
      isSpace(byte) || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/")
    }

    private static func plain(_ text: String) -> String {
      guard text.contains("&") else { return text }
      let names = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
      return names.reduce(text) { $0.replacing($1.0, with: $1.1) }
    }
  }
}
