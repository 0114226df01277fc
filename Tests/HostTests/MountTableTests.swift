import Platform
import Testing

@testable import Host

struct MountTableTests {
  private static let usual = MountTable(
    text: """
      22 1 254:1 / / rw,relatime shared:1 master:2 - ext4 /dev/vda1 rw,discard
      23 22 0:21 / /proc rw - proc proc rw
      24 22 0:6 / /dev rw - devtmpfs devtmpfs rw
      25 24 0:23 / /dev/shm rw - tmpfs tmpfs rw,size=1k
      26 22 254:16 /sub/dir /srv/data\\040disk ro,noatime shared:7 - xfs /dev/vdb rw
      27 22 0:40 /@home /home rw - btrfs /dev/vdc1 rw,subvol=/@home
      nonsense
      28 22 x:y / /bad rw - ext4 /dev/vdd rw
      """)

  @Test func fieldsAreReadAroundTheOptionalOnes() throws {
    let mounts = Self.usual.mounts
    #expect(mounts.map(\.id) == [22, 23, 24, 25, 26, 27])
    #expect(mounts[0].device == DeviceNumber(major: 254, minor: 1))
    #expect(mounts[0].parent == 1 && mounts[0].root == "/" && mounts[0].options == "rw,relatime")
    #expect(mounts[0].fileSystem == "ext4" && mounts[0].source == "/dev/vda1")
    #expect(mounts[0].superOptions == "rw,discard" && !mounts[0].isReadOnly)
    // A bind mount of a directory, with a space in its point.
    #expect(mounts[4].root == "/sub/dir" && mounts[4].point == "/srv/data disk" && mounts[4].isReadOnly)
  }

  @Test(arguments: [
    ("/", 22), ("/etc/passwd", 22), ("/proc/cpuinfo", 23), ("/process", 22), ("/dev", 24), ("/dev/vda", 24),
    ("/dev/shm/x/y", 25), ("/srv/data disk/file", 26), ("/srv/data disks", 22), ("/srv/data", 22),
    ("/home", 27),
    ("/home/me", 27), ("/homes", 22),
  ])
  func theDeepestMountOnTheWayHoldsAPath(path: String, id: Int) {
    #expect(Self.usual.mount(holding: path)?.id == id)
  }

  @Test func aLaterMountAtTheSamePlaceHidesTheEarlier() {
    let table = MountTable(
      text: """
        1 0 8:1 / / rw - ext4 /dev/sda1 rw
        2 1 0:30 / /mnt rw - tmpfs first rw
        3 2 0:31 / /mnt rw - tmpfs second rw
        """)
    #expect(table.mount(holding: "/mnt/file")?.source == "second")
    // The kernel may list them in any order.
    let turned = MountTable(
      text: """
        3 2 0:31 / /mnt rw - tmpfs second rw
        2 1 0:30 / /mnt rw - tmpfs first rw
        1 0 8:1 / / rw - ext4 /dev/sda1 rw
        """)
    #expect(turned.mount(holding: "/mnt/file")?.source == "second")
  }

  @Test func aMountAboveHidesWhatWasMountedDeeperBefore() {
    let table = MountTable(
      text: """
        1 0 8:1 / / rw - ext4 /dev/sda1 rw
        2 1 8:2 / /a/b rw - ext4 /dev/sda2 rw
        3 1 8:3 / /a rw - ext4 /dev/sda3 rw
        """)
    #expect(table.mount(holding: "/a/b/file")?.source == "/dev/sda3")
  }

  @Test func theLastOfTheUnrootedCountsInAChangedRoot() {
    // The parents are outside of the root of this process, as in a container.
    let table = MountTable(
      text: """
        50 40 0:50 / / rw - overlay overlay rw
        51 41 0:51 / / rw - overlay above rw
        52 51 0:52 / /proc rw - proc proc rw
        """)
    #expect(table.mount(holding: "/file")?.source == "above")
    #expect(table.mount(holding: "/proc/1")?.source == "proc")
  }

  @Test func aRingOfParentsEnds() {
    let table = MountTable(text: "1 2 8:1 / / rw - ext4 a rw\n2 1 8:2 / / rw - ext4 b rw")
    #expect(table.mount(holding: "/x") == nil)
    let own = MountTable(text: "1 1 8:1 / / rw - ext4 a rw")
    #expect(own.mount(holding: "/x")?.source == "a")
  }

  @Test func nothingHoldsAPathBesideAllMounts() {
    let table = MountTable(text: "1 0 8:1 / /srv rw - ext4 /dev/sda1 rw")
    #expect(table.mount(holding: "/etc") == nil)
    #expect(MountTable(text: "").mount(holding: "/") == nil)
  }

  @Test func anEmptySourceIsEmpty() throws {
    let mount = try #require(Mount(line: "9 1 0:9 / /t rw - tmpfs  rw,size=4k"))
    #expect(mount.source.isEmpty && mount.superOptions == "rw,size=4k")
  }

  @Test(arguments: [
    ("a\\040b", "a b"), ("a\\011b\\012c", "a\tb\nc"), ("\\134040", "\\040"), ("\\303\\244", "ä"),
    ("a\\", "a\\"),
    ("\\04", "\\04"), ("\\777", "\\777"), ("\\x40", "\\x40"), ("ä", "ä"),
  ])
  func octalEscapesAreUndone(text: String, plain: String) {
    #expect(Mount.unescaped(text) == plain)
  }

  @Test func thisMachineHasARoot() throws {
    let table = try #require(MountTable(root: .live))
    #expect(table.mount(holding: "/proc/self")?.fileSystem == "proc")
    #expect(table.mount(holding: "/") != nil)
  }
}
