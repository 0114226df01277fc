internal import Experiment
internal import Platform

extension PeerNode {
  /// A client of the link server there.
  func client() throws -> LinkClient { LinkClient(try address()) }
}
