import Platform
import TestSupport
import Testing

@testable import VirtualMachine

@Suite struct KernelTests {
  @Test func aKernelIsAPackageOrAFile() throws {
    #expect(
      try KernelSource(text: "linux-image-6.1.0-47-cloud-amd64")
        == .package("linux-image-6.1.0-47-cloud-amd64"))
    #expect(try KernelSource(text: "k.deb") == .file("k.deb"))
    #expect(try KernelSource(text: "./k") == .file("./k"))
  }

  @Test(arguments: [
    "", "-", "--force", "a", "Linux", "linux image", "linux;reboot", "linux\n", "línux", ".x",
  ])
  func anythingElseIsNone(_ text: String) {
    #expect(throws: TwinError.self) { try KernelSource(text: text) }
  }

  @Test func theCacheIsWhereTheUserKeepsCaches() throws {
    #expect(try KernelCache.usual(cache: "/x", home: "/root") == "/x/assay/kernels")
    #expect(try KernelCache.usual(cache: "x", home: "/root") == "/root/.cache/assay/kernels")
    #expect(try KernelCache.usual(cache: nil, home: "/root") == "/root/.cache/assay/kernels")
    #expect(throws: TwinError.self) { try KernelCache.usual(cache: nil, home: nil) }
  }

  @Test func theMetaPackageLeadsToTheKernel() {
    let text = "linux-image-cloud-amd64\n  Depends: linux-image-6.1.0-56-cloud-amd64\n  Suggests: x\n"
    #expect(KernelCache.dependency(in: text) == "linux-image-6.1.0-56-cloud-amd64")
    #expect(KernelCache.dependency(in: "linux-image-cloud-amd64\n  Depends: dpkg\n") == nil)
    #expect(KernelCache.dependency(in: "") == nil)
  }

  @Test func numbersAreOrderedByValue() {
    let names = [
      "linux-image-6.1.0-10-cloud-amd64_1", "linux-image-6.12.3_1", "linux-image-6.1.0-9-cloud-amd64_1",
    ]
    #expect(names.sorted(by: KernelCache.isOlder) == [names[2], names[0], names[1]])
  }

  @Test func aFileThatIsNotThereIsNamed() async throws {
    let tree = try TemporaryTree()
    let cache = try KernelCache(directory: tree.path)
    let error = await #expect(throws: TwinError.self) { try await cache.kernel(.file("/nowhere/k.deb")) }
    #expect(error?.description == "--kernel /nowhere/k.deb: there is no such file")
  }

  @Test(.enabled(if: Program.find("dpkg-deb") != nil, "dpkg-deb is not installed"))
  func aFileThatIsNoPackageLeavesNothingBehind() async throws {
    let tree = try TemporaryTree(["k.deb": "no package"])
    let cache = try KernelCache(directory: "\(tree.path)/cache")
    let error = await #expect(throws: TwinError.self) { try await cache.kernel(.file("\(tree.path)/k.deb")) }
    #expect(error?.description.contains("\(tree.path)/k.deb") == true)
  }

  @Test(.enabled(if: Program.find("dpkg-deb") != nil, "dpkg-deb is not installed"))
  func aPackageWithoutAKernelIsRefusedAndLeavesNothingBehind() async throws {
    let tree = try TemporaryTree([
      "p/DEBIAN/control":
        "Package: nothing\nVersion: 1:2\nArchitecture: all\nMaintainer: n\nDescription: n\n",
      "cache/.part-999999999-1/x": "left behind",
    ])
    let built = try Program.run(
      try #require(Program.find("dpkg-deb")), ["--build", "\(tree.path)/p", "\(tree.path)/k.deb"])
    #expect(built.code == 0)
    let cache = try KernelCache(directory: "\(tree.path)/cache")
    let error = await #expect(throws: TwinError.self) { try await cache.kernel(.file("\(tree.path)/k.deb")) }
    #expect(error?.description.contains("the package holds no kernel with modules") == true)
    #expect(try Files.names(in: "\(tree.path)/cache").isEmpty)
  }

  @Test func imagesThatAreNoneAreRefused() {
    #expect(throws: TwinError.self) { try BootImage.unpack([], path: "k") }
    #expect(throws: TwinError.self) { try BootImage.unpack([UInt8](repeating: 7, count: 4096), path: "k") }
    var image = Self.image(payload: [])
    #expect(throws: TwinError.self) { try BootImage.unpack(image, path: "k") }
    image = Self.image(payload: [0x02, 0x21, 0x4c, 0x18, 0xff, 0, 0, 0, 1, 2, 3, 4])
    #expect(throws: TwinError.self) { try BootImage.unpack(image, path: "k") }
    // Two literals that are no ELF file; the length is right.
    image = Self.image(payload: [0x02, 0x21, 0x4c, 0x18, 3, 0, 0, 0, 0x20, 1, 2, 2, 0, 0, 0])
    #expect(throws: TwinError.self) { try BootImage.unpack(image, path: "k") }
  }

  @Test func aKernelIsUnpackedAndAnotherPackingIsLeftToTheGuest() throws {
    let elf: [UInt8] = [0x7f] + Array("ELFx".utf8)
    let payload: [UInt8] = [0x02, 0x21, 0x4c, 0x18, 6, 0, 0, 0, 0x50] + elf + [5, 0, 0, 0]
    #expect(try BootImage.unpack(Self.image(payload: payload), path: "k") == elf)
    #expect(
      try BootImage.unpack(Self.image(payload: [0xfd] + Array("7zXZ".utf8) + payload), path: "k") == nil)
  }

  /// A bzImage of one set-up sector with this payload.
  static func image(payload: [UInt8]) -> [UInt8] {
    var image = [UInt8](repeating: 0, count: 1024)
    image[0x1f1] = 1
    image.replaceSubrange(0x202..<0x206, with: Array("HdrS".utf8))
    image[0x24c] = UInt8(payload.count)
    return image + payload
  }

  @Test func librariesAreThoseThatLddNames() throws {
    let text = """
      \tlinux-vdso.so.1 (0x00007ffd)
      \tlibc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x00007f)
      \t/lib64/ld-linux-x86-64.so.2 (0x00007f)
      """
    #expect(
      try SharedLibraries.parse(text, program: "p") == [
        "/lib/x86_64-linux-gnu/libc.so.6", "/lib64/ld-linux-x86-64.so.2",
      ])
    let error = #expect(throws: TwinError.self) {
      try SharedLibraries.parse("\tlibx.so => not found\n", program: "p")
    }
    #expect(error?.description == "p needs libx.so, which is not installed here")
  }
}
