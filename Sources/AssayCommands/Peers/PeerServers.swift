internal import LinkBenchmark
internal import VirtualMachine

extension LinkServer: PeerServer {}
extension GuestServer: PeerServer {}
