import Testing

@testable import VirtualMachine

@Suite struct ModuleListTests {
  static let dependencies = """
    kernel/virtio/virtio.ko: kernel/virtio/virtio_ring.ko
    kernel/virtio/virtio_ring.ko:
    kernel/virtio/virtio_pci.ko.xz: kernel/virtio/legacy.ko kernel/virtio/virtio.ko kernel/virtio/virtio_ring.ko
    kernel/virtio/legacy.ko:

    kernel/block/virtio-blk.ko: kernel/virtio/virtio.ko kernel/virtio/virtio_ring.ko
    """

  @Test func whatIsNeededComesFirstAndOnce() throws {
    let list = try ModuleList(dependencies: Self.dependencies, builtIn: "kernel/fs/ext4/ext4.ko\n")
    #expect(
      try list.order(["virtio_pci", "virtio_blk", "ext4"]) == [
        "kernel/virtio/legacy.ko", "kernel/virtio/virtio_ring.ko", "kernel/virtio/virtio.ko",
        "kernel/virtio/virtio_pci.ko.xz", "kernel/block/virtio-blk.ko",
      ])
  }

  @Test func aModuleThatIsNowhereIsNamed() throws {
    let list = try ModuleList(dependencies: Self.dependencies, builtIn: "")
    let error = #expect(throws: TwinError.self) { try list.order(["ext4"]) }
    #expect(error?.description == "the kernel has no module ext4; choose another with --kernel")
  }

  @Test func aCircleIsNoEndlessLoop() throws {
    let list = try ModuleList(dependencies: "a.ko: b.ko\nb.ko: a.ko\n", builtIn: "")
    let error = #expect(throws: TwinError.self) { try list.order(["a"]) }
    #expect(error?.description == "modules.dep: a.ko needs b.ko needs a.ko")
  }

  @Test func aBrokenLineIsNamed() {
    let error = #expect(throws: TwinError.self) {
      try ModuleList(dependencies: "a.ko:\nb.ko a.ko", builtIn: "")
    }
    #expect(error?.description.hasPrefix("modules.dep:2: ") == true)
  }
}
