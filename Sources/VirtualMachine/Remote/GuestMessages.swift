internal import Platform

/// What a guest server and who orders guests say to each other: a JSON document a line, each request with one answer.
///
/// A guest has three connections. The first orders it and asks about it; when it breaks, the guest is ended. The others
/// say whose they are, and become QEMU's own: its monitor, and the port on which the guest beats.
enum GuestRequest: Codable, Sendable, Equatable {
  /// Who is there?
  case look(version: Int)
  /// Hold a guest.
  case hold(GuestOrder)
  /// This connection is for the guest with that ticket.
  case join(ticket: String, channel: GuestChannel)
  /// What time is it there?
  case clock
  /// Where can the monitor write the guest's pages?
  case file
  /// Are the pages that were written right?
  case check
}

/// What a connection becomes.
enum GuestChannel: String, Codable, Sendable, CaseIterable {
  case monitor, beats
}

/// An answer.
enum GuestReply: Codable, Sendable, Equatable {
  /// To `look`.
  case present(GuestHost)
  /// To `hold`: bring the other connections.
  case ticket(String)
  /// When they are there: QEMU runs.
  case running(path: String, identifier: Int)
  /// To `clock`: nanoseconds since 1970.
  case clock(Int64)
  /// To `file`.
  case file(String)
  /// To `check`.
  case right(BeaconMemory.State)
  /// To `check`.
  case wrong(BeaconMemory.Damage)
  /// To `check`: the pages are of no use, for this reason.
  case unread(String)
  /// No; the connection ends.
  case refused(String)
  /// QEMU has ended; nobody asked. The connection ends.
  case ended(ChildEnd, lines: [String])
}

/// The protocol.
enum GuestMessages {
  /// Changes with every change of the messages.
  static let version = 1
  /// Bytes of a line at most; a line is a few hundred.
  static let longestLine = 64 << 10
}
