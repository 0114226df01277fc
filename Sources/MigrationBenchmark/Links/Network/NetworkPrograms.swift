internal import Platform

/// The programs of iproute2, by which networks are set up.
struct NetworkPrograms: Sendable {
  private static let folders = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]
  private static let limit = 20.0
  private let ip: String
  private let tc: String
  private let ss: String

  /// Finds them where Debian and others keep them.
  ///
  /// - Throws: `LinkError` of kind `refused`.
  init(in folders: [String] = Self.folders) throws(LinkError) {
    ip = try Self.find("ip", in: folders)
    tc = try Self.find("tc", in: folders)
    ss = try Self.find("ss", in: folders)
  }

  /// Runs `ip` with these words, in the network of the calling thread.
  func ip(_ words: String) throws(LinkError) { try Self.run(ip, words) }

  /// Runs `tc`.
  func tc(_ words: String) throws(LinkError) { try Self.run(tc, words) }

  /// Runs `ss`.
  func ss(_ words: String) throws(LinkError) { try Self.run(ss, words) }

  private static func find(_ name: String, in folders: [String]) throws(LinkError) -> String {
    if let path = folders.map({ "\($0)/\(name)" }).first(where: Files.exists) { return path }
    throw LinkError(
      .refused,
      "\(name) is not installed, and a link by tbf is made with it: apt-get install iproute2, or take relay,rate=…"
    )
  }

  /// - Throws: `LinkError` of kind `refused`, with what the program said, when it fails: a kernel without bridge, veth or
  ///   tbf shows here first.
  private static func run(_ path: String, _ words: String) throws(LinkError) {
    do {
      let result = try HelperProgram.run(path, words.split(separator: " ").map(String.init), timeout: limit)
      guard result.status != 0 else { return }
      throw LinkError(
        .refused,
        """
        this kernel does not give a network of our own what a link by tbf needs (bridge, veth, sch_tbf): \
        '\(path) \(words)' said: \(result.output); take relay,rate=…
        """)
    } catch let error as LinkError {
      throw error
    } catch let error as SystemError {
      throw LinkError(error)
    } catch {
      throw LinkError(.failed, "\(error)")
    }
  }
}
