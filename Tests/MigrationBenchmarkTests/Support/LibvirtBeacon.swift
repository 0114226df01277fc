import Foundation
import Glibc
import MigrationBenchmark
import Platform
import Synchronization
import TestSupport
import VirtualMachine

/// A beacon as a domain of libvirt's: the boot sector is a floppy that cannot be written to, and its records
/// come from both sides over one Unix socket file.
final class LibvirtBeacon {
  /// Short: libvirt makes a path of it that must fit into the name of a Unix socket.
  static let name = "beacon"
  let xml: String
  private let ear: Ear
  private let thread: Platform.Thread

  init(_ settings: BeaconSettings, in tree: TemporaryTree) throws {
    let image = "\(tree.path)/boot"
    try Data(BeaconImage.sector(settings)).write(to: URL(fileURLWithPath: image))
    let socket = "\(tree.path)/beats"
    let ear = Ear(try UnixListener(at: socket))
    self.ear = ear
    try SystemCall.runSettingErrno("open up", socket) { unsafe Int(chmod(socket, 0o666)) }
    xml = """
      <domain type='qemu'>
        <name>\(Self.name)</name>
        <memory unit='MiB'>\(max(64, settings.leastMegabytes))</memory>
        <vcpu>1</vcpu>
        <os><type arch='x86_64' machine='pc'>hvm</type><boot dev='fd'/></os>
        <devices>
          <emulator>\(Program.find("qemu-system-x86_64") ?? "")</emulator>
          <disk type='file' device='floppy'>
            <driver name='qemu' type='raw'/><source file='\(image)'/><target dev='fda' bus='fdc'/><readonly/>
          </disk>
          <serial type='unix'>
            <source mode='connect' path='\(socket)'/>
            <target type='isa-debug' port='0'><model name='isa-debugcon'/></target>
            <address type='isa' iobase='0xe9'/>
          </serial>
          <memballoon model='none'/>
        </devices>
      </domain>
      """
    thread = try Platform.Thread { ear.listen() }
  }

  /// Stops hearing.
  deinit {
    ear.shutDown()
    thread.join()
  }

  /// All beats so far.
  var heard: [Beat] { ear.beats.withLock { $0 } }

  /// Waits for so many more beats.
  func waitForBeats(_ count: Int) throws {
    let wanted = heard.count + count
    let deadline = Deadline.after(.seconds(60))
    while true {
      let seen = ear.progress.count
      if heard.count >= wanted { return }
      guard ear.progress.wait(whileAt: seen, until: deadline.nanoseconds) else {
        throw SessionLibvirt.Failure(description: "the beacon is silent")
      }
    }
  }

  /// Hears every QEMU that connects, each on a thread of its own.
  private final class Ear: Sendable {
    let listener: UnixListener
    let beats = Mutex<[Beat]>([])
    let progress = AwaitedCount()
    private let sockets = Mutex<[UnixSocket]>([])

    init(_ listener: UnixListener) { self.listener = listener }

    func shutDown() {
      listener.shutDown()
      sockets.withLock { for socket in $0 { socket.shutDown() } }
    }

    func listen() {
      var threads: [Platform.Thread] = []
      while let socket = try? listener.accept(until: .after(.seconds(600))) {
        sockets.withLock { $0.append(socket) }
        if let thread = try? Platform.Thread({ self.hear(socket) }) { threads.append(thread) }
      }
      for thread in threads { thread.join() }
    }

    private func hear(_ socket: UnixSocket) {
      var reader = BeaconReader()
      var buffer = [UInt8](repeating: 0, count: 4096)
      while let count = try? socket.read(into: &buffer, until: .after(.seconds(600))), count > 0 {
        let news = reader.take(buffer[..<count], at: Clock.now())
        beats.withLock { $0 += news }
        progress.advance()
      }
    }
  }
}
