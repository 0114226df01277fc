import Testing

@testable import SchedulerBenchmark

@Suite("Tables of interrupts")
struct InterruptTableTests {
  private static let two = """
                 CPU0       CPU1
       8:          1          0  IO-APIC   8-edge      rtc0
      24:          3          0  IO-APIC   5-edge      ACPI:Ged
      28:          0          7 PCI-MSIX-0000:00:01.0   0-edge      virtio0-config
      30:         12          0  PCI-MSI 524288-edge      PCIe PME, pciehp
      31:          2          0  IR-PCI-MSI 9-edge
     NMI:          0          0   Non-maskable interrupts
     LOC:     615468     704639   Local timer interrupts
     ERR:          0
     MIS:          0
    """

  @Test("Two CPUs: devices by name, the kernel's own by key, errors not at all")
  func twoCPUs() throws {
    let table = try #require(InterruptTable(Self.two))
    #expect(table.columns == [0, 1])
    #expect(table.lines.map(\.key) == ["8", "24", "28", "30", "31", "NMI", "LOC"])
    #expect(
      table.lines.map(\.source) == [
        "rtc0", "ACPI:Ged", "virtio0-config", "PCIe PME, pciehp", "irq 31", "NMI", "LOC",
      ])
    #expect(table.lines.last?.counts == [615_468, 704_639])
  }

  @Test("Arm: the trigger stands alone, interrupts between processors have a key")
  func arm() throws {
    let table = try #require(
      InterruptTable(
        """
                   CPU0       CPU1       CPU2       CPU3
         11:       3156       2876       2789       2901     GICv3  27 Level     arch_timer
         18:         12          0          0          0  ITS-MSI 16384 Edge      eth0-TxRx-0
         47:          2          0          0          0  9030000.pl061   3 Edge      GPIO Key Poweroff
        IPI0:       101        202        303        404       Rescheduling interrupts
        Err:          0
        """))
    #expect(table.lines.map(\.source) == ["arch_timer", "eth0-TxRx-0", "GPIO Key Poweroff", "IPI0"])
    #expect(table.lines.last?.counts == [101, 202, 303, 404])
  }

  @Test("One CPU: the counts of errors are not its interrupts")
  func oneCPU() throws {
    let table = try #require(
      InterruptTable("           CPU0\n  0:   22   XT-PIC   0-edge   timer\nLOC: 5 Local\nERR: 3\nMIS: 4\n"))
    #expect(table.columns == [0])
    #expect(table.lines.map(\.key) == ["0", "LOC"])
  }

  @Test("Offline CPUs have no column: columns go by their names")
  func offline() throws {
    let before = try #require(InterruptTable("CPU1 CPU3\nLOC: 10 20 Local timer interrupts\n"))
    let after = try #require(InterruptTable("CPU1 CPU3\nLOC: 11 25 Local timer interrupts\n"))
    #expect(after.counts(since: before, on: [3]) == ["LOC": 5])
    #expect(after.counts(since: before, on: [1, 3]) == ["LOC": 6])
    #expect(after.counts(since: before, on: [0, 1]) == nil)
  }

  @Test("A CPU that came or went between is unknown; others are not")
  func hotplug() throws {
    let before = try #require(InterruptTable("CPU0 CPU1\nLOC: 10 20\n"))
    let after = try #require(InterruptTable("CPU1\nLOC: 21\n"))
    #expect(after.counts(since: before, on: [1]) == ["LOC": 1])
    #expect(after.counts(since: before, on: [0]) == nil)
  }

  @Test("Softirqs, 300 CPUs")
  func manyCPUs() throws {
    func text(_ step: Int) -> String {
      let header = (0..<300).map { "CPU\($0)" }.joined(separator: "       ")
      let counts = (0..<300).map { String($0 * step) }.joined(separator: "          ")
      return "                    \(header)\n          HI:          \(counts)\n    IRQ_POLL:  \(counts)\n"
    }
    let before = try #require(InterruptTable(text(1)))
    let after = try #require(InterruptTable(text(3)))
    #expect(after.columns == Array(0..<300))
    #expect(after.counts(since: before, on: [299]) == ["HI": 598, "IRQ_POLL": 598])
    #expect(after.counts(since: before, on: Array(0..<300)) == ["HI": 89_700, "IRQ_POLL": 89_700])
  }

  @Test("Sources of one name count together; one that is new is left out; 32 bits wrap around")
  func differences() throws {
    let before = try #require(InterruptTable("CPU0\n1: 5 A 1-edge nic\n2: 7 A 2-edge nic\nLOC: 4294967290\n"))
    let after = try #require(
      InterruptTable("CPU0\n1: 6 A 1-edge nic\n2: 9 A 2-edge nic\n3: 99 A 3-edge new\nLOC: 4\n"))
    #expect(after.counts(since: before, on: [0]) == ["nic": 3, "LOC": 10])
  }

  @Test("What is no table is none", arguments: ["", "\n", "intr 1 2 3\n", "CPU0 CPUx\nLOC: 1 2\n"])
  func garbage(_ text: String) {
    #expect(InterruptTable(text) == nil)
  }

  @Test("Lines that are cut off are left out")
  func cutOff() throws {
    #expect(
      try #require(InterruptTable("CPU0 CPU1\nLOC: 1\nRES\n: 1 2\nTLB: x 2\nCAL: 1 2\n")).lines.map(\.key)
        == ["CAL"])
  }
}
