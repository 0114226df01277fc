import Testing

@testable import MigrationBenchmark

@Suite struct DomainXMLTests {
  private static let text = """
    <?xml version='1.0'?>
    <!-- made by <hand> -->
    <domain type='kvm' id='1'>
      <name>a &lt;b&gt; &amp;amp;</name>
      <memory unit='MiB'>64</memory>
      <os><type arch="x86_64" machine='pc-q35-7.2'>hvm</type></os>
      <devices>
        <disk type='file' device='disk'>
          <driver name='qemu' type='qcow2' cache='none'/><source file='/vm/a.qcow2' index='1'/><target dev='vda'/>
        </disk>
        <disk type='network' device='disk'><source protocol='rbd' name='pool/b'/><target dev='vdb'/></disk>
        <disk type='file' device='cdrom'><target dev='sda'/><readonly/></disk>
        <disk type='file' device='floppy'><source file='/vm/boot'/><target dev='fda'/><readonly/></disk>
        <hostdev mode='subsystem' type='pci'/>
        <channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>
      </devices>
    </domain>
    """

  @Test func itReadsADomain() throws {
    let domain = try #require(DomainXML(Self.text))
    #expect(domain.type == "kvm" && domain.machine == "pc-q35-7.2" && domain.architecture == "x86_64")
    #expect(domain.memory == 64 * 1_048_576)
    #expect(domain.disks.map(\.target) == ["vda", "vdb", "fda"])
    #expect(domain.disks.map(\.source) == ["/vm/a.qcow2", "pool/b", "/vm/boot"])
    #expect(domain.disks.map(\.isRemote) == [false, true, false])
    #expect(domain.disks.map(\.isReadOnly) == [false, false, true])
    #expect(domain.disks.first?.cache == "none")
    #expect(domain.hostDevices == 1 && domain.hasAgent)
  }

  @Test func itUnderstandsSigns() {
    #expect(XMLNode(Self.text)?.child("name")?.text == "a <b> &amp;")
    #expect(XMLNode("<a b='1'/>")?.attributes == ["b": "1"])
  }

  @Test func whatIsCutOffIsNoDomain() {
    for length in 0..<Self.text.count {
      #expect(DomainXML(String(Self.text.prefix(length))) == nil)
    }
  }

  @Test(arguments: [
    "", "x", "<", "<a", "<a>", "</a>", "<a></b>", "<a b>", "<a b=>", "<a b=c/>", "<a 'b'/>",
    "<!DOCTYPE a><a/>",
    "<domain/>", "<domain><memory>much</memory></domain>", "<domain><memory unit='stone'>4</memory></domain>",
    String(repeating: "<a>", count: 1000),
  ])
  func itRefusesWhatIsNone(text: String) { #expect(DomainXML(text) == nil) }
}
