internal import CPlatform

/// Reads one YAML document through libyaml, which is a few hundred KiB where Swift libraries bring Foundation.
///
///     let node = try YAMLReader.read(Array("a: [1, 2]".utf8))
@safe
public struct YAMLReader: ~Copyable {
  /// Deeper documents are a mistake or an attack.
  public static let deepest = 16
  /// Documents of more parts are a mistake or an attack.
  public static let mostNodes = 100_000

  private let parser: OpaquePointer
  private var event = unsafe assay_yaml_event()
  private var nodes = 0

  /// Reads the bytes of a document.
  ///
  /// - Returns: nil for an empty document.
  /// - Throws: `YAMLProblem` with the line: no YAML, several documents, anchors, aliases, tags, keys that are no texts or
  ///   are there twice, too deep or too many parts.
  public static func read(_ bytes: [UInt8]) throws(YAMLProblem) -> YAMLNode? {
    var outcome: Result<YAMLNode?, YAMLProblem> = .success(nil)
    unsafe bytes.withUnsafeBufferPointer { buffer in
      // An empty array may have no address, and the parser wants one.
      guard let start = buffer.baseAddress, !buffer.isEmpty else { return }
      guard let parser = unsafe assay_yaml_open(start, buffer.count) else {
        outcome = .failure(YAMLProblem(line: 1, reason: "there is no memory to read it"))
        return
      }
      var reader = unsafe YAMLReader(parser: parser)
      do throws(YAMLProblem) {
        outcome = .success(try reader.document())
      } catch {
        outcome = .failure(error)
      }
    }
    return try outcome.get()
  }

  private init(parser: OpaquePointer) { unsafe self.parser = parser }

  deinit { unsafe assay_yaml_close(parser) }

  private mutating func advance() throws(YAMLProblem) {
    unsafe assay_yaml_next(parser, &event)
    if unsafe event.kind == ASSAY_YAML_ERROR { throw problem(text()) }
  }

  private func problem(_ reason: String) -> YAMLProblem {
    unsafe YAMLProblem(line: Int(event.line), reason: reason)
  }

  private func text() -> String {
    guard let start = unsafe event.text else { return "" }
    return unsafe String(decoding: UnsafeBufferPointer(start: start, count: event.count), as: UTF8.self)
  }

  private mutating func document() throws(YAMLProblem) -> YAMLNode? {
    var root: YAMLNode?
    while true {
      try advance()
      switch unsafe event.kind {
      case ASSAY_YAML_END: return root
      case ASSAY_YAML_DOCUMENT:
        if root != nil { throw problem("a second document begins here; one is allowed in a file") }
        try advance()
        root = try node(depth: 0)
      default: break
      }
    }
  }

  /// The part that begins with the present event.
  private mutating func node(depth: Int) throws(YAMLProblem) -> YAMLNode {
    nodes += 1
    if nodes > Self.mostNodes { throw problem("the document has more than \(Self.mostNodes) parts") }
    if depth > Self.deepest { throw problem("lists and mappings are more than \(Self.deepest) deep") }
    let (kind, line, column) = unsafe (event.kind, Int(event.line), Int(event.column))
    if kind == ASSAY_YAML_ALIAS { throw problem("aliases (*name) are not allowed; write it out") }
    if unsafe event.is_marked { throw problem("anchors (&name) and tags (!name) are not allowed") }
    let content: YAMLNode.Content
    switch kind {
    case ASSAY_YAML_SCALAR: content = unsafe .scalar(text(), isPlain: event.is_plain)
    case ASSAY_YAML_SEQUENCE: content = .sequence(try list(depth: depth))
    case ASSAY_YAML_MAPPING: content = .mapping(try entries(depth: depth))
    default: throw problem("a value is missing")
    }
    return YAMLNode(content: content, line: line, column: column)
  }

  private mutating func list(depth: Int) throws(YAMLProblem) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      try advance()
      if unsafe event.kind == ASSAY_YAML_CLOSE { return items }
      items.append(try node(depth: depth + 1))
    }
  }

  private mutating func entries(depth: Int) throws(YAMLProblem) -> [YAMLNode.Entry] {
    var entries: [YAMLNode.Entry] = []
    var lines: [String: Int] = [:]
    while true {
      try advance()
      if unsafe event.kind == ASSAY_YAML_CLOSE { return entries }
      let name = try node(depth: depth + 1)
      guard case .scalar(let key, _) = name.content else { throw problem("a key must be a text") }
      if let first = lines[key] {
        throw YAMLProblem(line: name.line, reason: "'\(key)' is here twice; the first is in line \(first)")
      }
      lines[key] = name.line
      try advance()
      entries.append(YAMLNode.Entry(key: key, line: name.line, value: try node(depth: depth + 1)))
    }
  }
}
