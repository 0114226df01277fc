import TestSupport
import Testing

@testable import VirtualMachine

@Suite struct TwinArgumentsTests {
  static func arguments(_ shape: TwinShape, _ accelerator: Accelerator = .tcg) -> [String] {
    TwinArguments(
      shape: shape, accelerator: accelerator, kernel: "/k", initramfs: "/i", disk: "/d",
      kernelParameters: ["skew_tick=1"]
    ).list
  }

  /// The values of an option, in their order.
  static func values(_ option: String, _ arguments: [String]) -> [String] {
    zip(arguments, arguments.dropFirst()).filter { $0.0 == option }.map(\.1)
  }

  @Test func twoNodesOfTwoCPUs() throws {
    let list = Self.arguments(try TwinShape(text: "2x2:21"))
    #expect(Self.values("-smp", list) == ["4,sockets=2,cores=2,threads=1"])
    #expect(Self.values("-m", list) == ["640"])
    #expect(
      Self.values("-object", list) == [
        "memory-backend-ram,id=memory0,size=384M", "memory-backend-ram,id=memory1,size=256M",
      ])
    #expect(
      Self.values("-numa", list) == [
        "node,nodeid=0,cpus=0-1,memdev=memory0", "node,nodeid=1,cpus=2-3,memdev=memory1",
        "dist,src=0,dst=0,val=10", "dist,src=0,dst=1,val=21", "dist,src=1,dst=0,val=21",
        "dist,src=1,dst=1,val=10",
      ])
    #expect(Self.values("-cpu", list) == ["qemu64"])
    #expect(Self.values("-kernel", list) == ["/k"])
    #expect(Self.values("-initrd", list) == ["/i"])
    #expect(Self.values("-drive", list) == ["file=/d,if=none,id=state,format=raw,cache=writeback"])
    #expect(Self.values("-append", list).first?.hasSuffix(" skew_tick=1") == true)
    #expect(Self.values("-append", list).first?.contains("cgroup_no_v1=all") == true)
  }

  @Test func onlyATranslatedKernelIsKeptFromWhatQEMUTranslatesWrongly() throws {
    let shape = try TwinShape(text: "1x1")
    let lines = [Accelerator.tcg, .kvm].map { Self.values("-append", Self.arguments(shape, $0)).joined() }
    #expect(lines.map { $0.contains("clearcpuid=cx16") } == [true, false])
    #expect(lines.map { $0.contains("lpj=") } == [true, false])
  }

  @Test func unevenNodesAreOneSocket() throws {
    let shape = try TwinShape(nodes: [.init(cpus: 3), .init(cpus: 1), .init(cpus: 0)])
    let list = Self.arguments(shape)
    #expect(Self.values("-smp", list) == ["4,sockets=1,cores=4,threads=1"])
    #expect(
      Self.values("-numa", list) == [
        "node,nodeid=0,cpus=0-2,memdev=memory0", "node,nodeid=1,cpus=3,memdev=memory1",
        "node,nodeid=2,memdev=memory2",
      ])
  }

  @Test func siblingsNeedAnIntelModelUnderTCG() throws {
    let shape = try TwinShape(text: "1x4x2")
    #expect(Self.values("-cpu", Self.arguments(shape)) == ["Skylake-Server"])
    #expect(Self.values("-smp", Self.arguments(shape)) == ["4,sockets=1,cores=2,threads=2"])
    #expect(Self.values("-cpu", Self.arguments(shape, .kvm)) == ["host"])
    #expect(Self.values("-accel", Self.arguments(shape, .kvm)) == ["kvm"])
  }

  @Test func aCommaInAPathIsNoEndOfIt() {
    #expect(TwinArguments.escaped("/a,b,,c") == "/a,,b,,,,c")
  }

  @Test(arguments: CapturedMachine.all) func everyCPUOfACopyBelongsToOneNode(_ machine: CapturedMachine)
    throws
  {
    let shape = try TwinShape(copying: try machine.topology)
    let list = Self.arguments(shape)
    let nodes = Self.values("-numa", list).filter { $0.hasPrefix("node,") }
    #expect(nodes.count == shape.nodes.count)
    #expect(Self.values("-object", list).count == shape.nodes.count)
    #expect(Self.values("-numa", list).count == nodes.count + shape.distances.count * shape.distances.count)
    let counts = try #require(Self.values("-smp", list).first).split(separator: ",").compactMap {
      Int($0.split(separator: "=").last ?? "")
    }
    #expect(counts.count == 4 && counts[0] == counts[1] * counts[2] * counts[3])
  }
}
