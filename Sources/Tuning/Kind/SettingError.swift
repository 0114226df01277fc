public import Platform

/// Why a setting could not be read or written.
public enum SettingError: Error, Sendable, Equatable {
  /// It does not exist on this host; the reason says why.
  case notApplicable(reason: String)
  /// Its name is not one that Assay touches; nothing was opened.
  case refused(reason: String)
  /// The kernel said no.
  case system(SystemError)
  /// The kernel took only a part of the text: what the setting holds now is unknown.
  case partial(path: String, taken: Int, of: Int)
  /// A program that does the work ended with a failure.
  case program(command: String, status: Int32, said: String)
}

extension SettingError: CustomStringConvertible {
  /// One line: what, where, why.
  public var description: String {
    switch self {
    case .notApplicable(let reason), .refused(let reason): reason
    case .system(let error): error.description
    case .partial(let path, let taken, let length):
      "\(path): the kernel took \(taken) of \(length) bytes; read it back before anything else"
    case .program(let command, let status, let said):
      "'\(command)' ended with \(status)\(said.isEmpty ? "" : ": \(said)")"
    }
  }

  /// Whether it exists, but this user may not read or write it.
  public var isPermission: Bool {
    if case .system(let error) = self { return error.isPermission }
    return false
  }
}
