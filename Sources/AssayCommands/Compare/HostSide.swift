internal import Comparison
internal import Experiment
internal import Host
internal import Platform

/// A host that is named on the command line: a document, a captured machine, or this one.
struct HostSide {
  /// The word for this host.
  static let live = "live"

  /// As it was named.
  let source: String
  /// The host.
  let host: Fingerprint

  /// Reads it.
  ///
  /// - Throws: one line that says what is wrong with it.
  init(_ source: String) throws {
    self.source = source
    if source == Self.live {
      host = Fingerprint(try HostReport.read())
    } else if (try FileStatus(of: source)).kind == .directory {
      guard Files.exists("\(source)/proc") || Files.exists("\(source)/sys") else {
        throw CommandFailure(
          "\(source): there is neither proc nor sys in it; take a Run, what assay host --json prints, a captured "
            + "machine, or the word live")
      }
      host = Fingerprint(try HostReport.read(fsroot: source))
    } else {
      host = try HostDocument.read(path: source)
    }
  }

  /// For the document.
  var side: HostDiffDocument.Side { HostDiffDocument.Side(source: source, host) }
}
