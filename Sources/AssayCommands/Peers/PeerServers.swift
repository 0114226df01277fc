internal import LinkBenchmark
internal import Platform
internal import VirtualMachine

extension LinkServer: PeerServer {
  func answer(idleLimit: Duration, said: (String) -> Void) throws -> (answered: Int, failed: Int) {
    let tally = try run(idleLimit: idleLimit, said: said)
    return (tally.answered, tally.failed)
  }
}

extension GuestServer: PeerServer {
  func answer(idleLimit: Duration, said: (String) -> Void) throws -> (answered: Int, failed: Int) {
    let tally = try run(idleLimit: idleLimit, said: said)
    return (tally.answered, tally.failed)
  }
}
