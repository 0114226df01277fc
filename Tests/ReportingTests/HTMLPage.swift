/// Reads a page as strictly as XML would, so that a test can say what is in it. Anything that is not well formed is
/// an error with its place.
struct HTMLPage {
  struct Failure: Error, CustomStringConvertible {
    var description: String
  }

  /// An element and what is around it.
  struct Element {
    var name: String
    var attributes: [String: String]
    /// The numbers of the drawing's view box that it is in.
    var viewBox: [Double]?
    /// Names of the elements around it, outermost first.
    var path: [String]
    /// Its own text, without that of elements inside.
    var text = ""
  }

  private static let void: Set<String> = ["meta", "br"]
  private static let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "#39": "'"]

  /// Every element in the order of its start tag.
  private(set) var elements: [Element] = []

  /// Elements of these names.
  func elements(_ names: String...) -> [Element] { elements.filter { names.contains($0.name) } }

  init(_ source: String) throws {
    let prefix = "<!doctype html>\n"
    guard source.hasPrefix(prefix) else { throw Failure(description: "no doctype") }
    var open: [Int] = []
    var rest = source.dropFirst(prefix.count)
    while let start = rest.firstIndex(of: "<") {
      if let top = open.last { elements[top].text += try Self.plain(rest[..<start]) }
      guard let end = rest[start...].firstIndex(of: ">") else {
        throw Failure(description: "tag without end")
      }
      let tag = rest[rest.index(after: start)..<end]
      rest = rest[rest.index(after: end)...]
      if tag.hasPrefix("/") {
        guard let top = open.popLast(), elements[top].name == tag.dropFirst() else {
          throw Failure(description: "</\(tag.dropFirst())> does not close \(open.map { elements[$0].name })")
        }
        continue
      }
      let (name, attributes) = try Self.read(tag)
      let outer = open.last.map { elements[$0] }
      let viewBox =
        attributes["viewBox"].map { $0.split(separator: " ").compactMap { Double($0) } } ?? outer?.viewBox
      elements.append(
        Element(
          name: name, attributes: attributes, viewBox: viewBox,
          path: (outer?.path ?? []) + (outer.map { [$0.name] } ?? [])))
      if Self.void.contains(name) { continue }
      open.append(elements.count - 1)
      if name == "style" {
        guard let close = rest.firstRange(of: "</style>") else {
          throw Failure(description: "style without end")
        }
        rest = rest[close.lowerBound...]
      }
    }
    guard open.isEmpty else { throw Failure(description: "not closed: \(open.map { elements[$0].name })") }
  }

  private static func read(_ tag: Substring) throws -> (String, [String: String]) {
    let name = tag.prefix { $0 != " " }
    guard !name.isEmpty, name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber) }) else {
      throw Failure(description: "bad tag <\(tag.prefix(40))")
    }
    var attributes: [String: String] = [:]
    var rest = tag.dropFirst(name.count)
    while !rest.isEmpty {
      guard rest.first == " ", let equals = rest.firstIndex(of: "=") else {
        throw Failure(description: "bad attribute in <\(tag.prefix(80))")
      }
      let key = String(rest[rest.index(after: rest.startIndex)..<equals])
      let value = rest[rest.index(after: equals)...].dropFirst()
      guard rest[rest.index(after: equals)...].first == "\"", let close = value.firstIndex(of: "\"") else {
        throw Failure(description: "attribute without quotes in <\(tag.prefix(80))")
      }
      guard attributes[key] == nil else { throw Failure(description: "\(key) twice in <\(tag.prefix(80))") }
      attributes[key] = try plain(value[..<close])
      rest = value[value.index(after: close)...]
    }
    return (String(name), attributes)
  }

  /// The text that a piece of source stands for.
  private static func plain(_ source: Substring) throws -> String {
    var result = ""
    var rest = source
    while let start = rest.firstIndex(of: "&") {
      result += rest[..<start]
      guard let end = rest[start...].firstIndex(of: ";"),
        let character = entities[String(rest[rest.index(after: start)..<end])]
      else { throw Failure(description: "bad entity in \(rest[start...].prefix(20))") }
      result += character
      rest = rest[rest.index(after: end)...]
    }
    return result + rest
  }
}
