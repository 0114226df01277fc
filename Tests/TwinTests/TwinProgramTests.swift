import Foundation
import Host
import Platform
import Testing

@testable import VirtualMachine

extension TwinSuites {
  @Suite struct TwinProgramTests {
    private struct Report: Decodable { var topology: Topology }

    /// The built tool with its libraries: what it reads in the twin is what the twin was made as.
    @Test func ourProgramReadsTheShapeOfItsTwin() async throws {
      let host = try await TwinHost.shared.value
      let image = try await TwinImage(
        kernel: host.image.kernel, programs: [GuestProgram(path: TwinHost.tool)],
        files: ["etc/motd": Array("a file\n".utf8)])
      let machine = TwinMachine(
        shape: try TwinShape(
          nodes: [.init(cpus: 2, memoryMiB: 640), .init(cpus: 1)], distances: [[10, 42], [42, 10]]),
        image: image, disk: try await StateDisk(), accelerator: host.accelerator.accelerator)
      let text = try await Twin.withRunning(machine, on: host.qemu) { twin in
        print("twin: with our program \(image.initramfsBytes) bytes, boot \(twin.bootSeconds) s")
        #expect(try await twin.check("cat /etc/motd") == "a file")
        return try await twin.check("assay host --json", within: .seconds(60))
      }
      let topology = try JSONDecoder().decode(Report.self, from: Data(text.utf8)).topology
      #expect(topology.nodes.map(\.cpus) == [CPUSet([0, 1]), CPUSet([2])])
      #expect(topology.distances == [[10, 42], [42, 10]])
    }

    /// What the crash matrix asks of every boot: the whole of /proc/sys and the cgroup tree, read in one command.
    @Test func everyReadableSettingComesBackInOneCommand() async throws {
      let host = try await TwinHost.shared.value
      let machine = TwinMachine(
        shape: try TwinShape(text: "1x2"), image: host.image, disk: try await StateDisk(),
        accelerator: host.accelerator.accelerator)
      try await Twin.withRunning(machine, on: host.qemu) { twin in
        let start = Clock.now()
        let files = try await twin.readableFiles()
        print("twin: \(files.count) settings read in \(Clock.seconds(from: start, to: Clock.now())) s")
        #expect(files["/proc/sys/vm/swappiness"] == "60")
        #expect(files["/sys/fs/cgroup/cgroup.controllers"]?.contains("cpuset") == true)
        // Nothing was done in between: what differs are counters and identifiers.
        let again = try await twin.readableFiles()
        #expect(files.keys.filter { $0.hasPrefix("/proc/sys/vm/") && files[$0] != again[$0] }.isEmpty)
      }
    }
  }
}
