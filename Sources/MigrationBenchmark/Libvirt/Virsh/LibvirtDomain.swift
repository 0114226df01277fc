internal import Platform

/// A domain that somebody named.
public struct LibvirtDomain: Sendable, Equatable, Codable {
  /// Its name at the source.
  public var name: String
  /// What all questions name it by: it is the same at both sides, and nobody else's.
  public var uuid: String
}

/// Whether a domain runs.
public struct DomainState: Sendable, Equatable, Codable, CustomStringConvertible {
  /// libvirt's word: `running`, `paused`, `shut off`.
  public var word: String
  /// Why: `booted`, `migrated`.
  public var reason: String?

  /// Reads `running (migrated)`; nil for no word.
  init?(_ text: String) {
    let text = text.trimmingSpace()
    guard !text.isEmpty, !text.contains(where: \.isNewline) else { return nil }
    guard text.hasSuffix(")"), let open = text.firstIndex(of: "(") else {
      word = text
      return
    }
    word = String(text[..<open]).trimmingSpace()
    reason = String(text[open...].dropFirst().dropLast())
  }

  /// Whether its guest runs.
  public var isRunning: Bool { word == "running" || word == "idle" }

  /// As `virsh` writes it.
  public var description: String { reason.map { "\(word) (\($0))" } ?? word }
}

/// What a host is.
public struct LibvirtHost: Sendable, Equatable, Codable {
  /// By which libvirt tells hosts apart.
  public var uuid: String
  /// The model of its CPU that libvirt found nearest; nil where it knows none.
  public var cpuModel: String?

  /// Reads what `virsh capabilities` says, or its beginning; nil without a UUID.
  init?(_ text: String) {
    // What follows the host is one long entry for each guest that it could run: it may be cut off, and is not
    // needed.
    guard let start = text.firstRange(of: "<host>"), let end = text.firstRange(of: "</host>"),
      start.lowerBound < end.lowerBound,
      let host = XMLNode(String(text[start.lowerBound..<end.upperBound])),
      let uuid = host.child("uuid")?.text, !uuid.isEmpty
    else { return nil }
    self.uuid = uuid
    cpuModel = host.child("cpu")?.child("model")?.text
  }
}
