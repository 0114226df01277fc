/// The guest that beats: a boot sector of our own.
///
/// It enters 32-bit protected mode without paging, lets the timer (PIT, IRQ 0) wake it once a beat, and then sends one
/// record on port 0xe9 and writes to its share of pages. Between two beats it halts, so that it takes little of a CPU.
///
/// What it knows, it keeps in registers: ebx the sequence, ebp the pass, esi the page that is next, edx twice the pages
/// that remain in this beat. QEMU before 9.0 under TCG forgets writes during a live migration to a page that was written
/// to since the last flush of its translation buffer (TLB). A guest that keeps nothing in memory loses nothing by it
/// (the stack is written by interrupts, and never read), and each page is written so that it cannot be lost:
///  1. all its words;
///  2. CR0.WP is flipped, which flushes the buffer: what is written next is noticed, and with it all of step 1;
///  3. all its words again, for those of step 1 that went unnoticed before a stop between 1 and 2;
///  4. CR0.WP is flipped;
///  5. its first word, the number of the pass: only now it counts.
/// A processor (KVM) does the same work for nothing but speed.
enum BeaconCode {
  /// Where the firmware puts a boot sector.
  static let origin = 0x7c00
  /// The port of QEMU's debug console.
  static let port: UInt8 = 0xe9

  /// The code; the parameters in it are zeros.
  static let code: MachineCode = {
    var code = MachineCode(origin: origin)
    addEntry(to: &code)
    addBeat(to: &code)
    addShare(to: &code)
    addTables(to: &code)
    return code
  }()

  /// From the firmware's 16-bit mode to 32-bit protected mode, with the timer set and no other interrupt let through.
  private static func addEntry(to code: inout MachineCode) {
    code.directive(".code16")
    code.short([0xeb], "jmp", "enter")
    for name in ["base", "pages", "rate", "words"] {
      code.label(name)
      code.code([0, 0, 0, 0], ".long 0")
    }
    code.label("divisor")
    code.code([0, 0], ".word 0")
    code.label("enter")
    code.code([0xfa], "cli")
    code.code([0x31, 0xc0], "xor ax, ax")
    code.code([0x8e, 0xd8], "mov ds, ax")
    // Address line 20, by the fast gate; bit 0 of that port would reset the machine.
    code.code([0xe4, 0x92], "in al, 0x92")
    code.code([0x0c, 0x02], "or al, 2")
    code.code([0x24, 0xfe], "and al, 0xfe")
    code.code([0xe6, 0x92], "out 0x92, al")
    // Timer channel 0, both bytes of the divisor, mode 2: over and over.
    code.code([0xb0, 0x34], "mov al, 0x34")
    code.code([0xe6, 0x43], "out 0x43, al")
    code.address([0xa1], of: "divisor", size: 2, "mov ax, [divisor]")
    code.code([0xe6, 0x40], "out 0x40, al")
    code.code([0x88, 0xe0], "mov al, ah")
    code.code([0xe6, 0x40], "out 0x40, al")
    // Of the interrupts only the timer's.
    code.code([0xb0, 0xfe], "mov al, 0xfe")
    code.code([0xe6, 0x21], "out 0x21, al")
    code.address([0x0f, 0x01, 0x16], of: "gdt_register", size: 2, "lgdt [gdt_register]")
    code.address([0x0f, 0x01, 0x1e], of: "idt_register", size: 2, "lidt [idt_register]")
    code.code([0x0f, 0x20, 0xc0], "mov eax, cr0")
    code.code([0x0c, 0x01], "or al, 1")
    code.code([0x0f, 0x22, 0xc0], "mov cr0, eax")
    code.address([0xea], of: "protected", size: 2, then: [8, 0], "jmp 8:protected")
    code.directive(".code32")
    code.label("protected")
    code.code([0x66, 0xb8, 0x10, 0x00], "mov ax, 16")
    code.code([0x8e, 0xd8], "mov ds, ax")
    code.code([0x8e, 0xd0], "mov ss, ax")
    // The firmware leaves something of its own in memory: what is not written to has to be zero.
    code.code([0x8e, 0xc0], "mov es, ax")
    code.address([0x8b, 0x3d], of: "base", size: 4, "mov edi, [base]")
    code.address([0x8b, 0x0d], of: "pages", size: 4, "mov ecx, [pages]")
    code.code([0xc1, 0xe1, 0x0a], "shl ecx, 10")
    code.code([0x31, 0xc0], "xor eax, eax")
    code.code([0xfc], "cld")
    code.code([0xf3, 0xab], "rep stosd")
    code.code([0x31, 0xdb], "xor ebx, ebx")
    code.code([0x31, 0xf6], "xor esi, esi")
    code.code([0xbd, 0x01, 0x00, 0x00, 0x00], "mov ebp, 1")
  }

  /// Waits for the timer and sends a record.
  private static func addBeat(to code: inout MachineCode) {
    code.label("idle")
    code.code([0xbc, 0x00, 0x7c, 0x00, 0x00], "mov esp, 0x7c00")
    code.code([0xfb], "sti")
    code.code([0xf4], "hlt")
    // The timer's interrupt comes here and never returns: what it pushed is not looked at.
    code.label("tick")
    code.code([0xb0, 0x20], "mov al, 0x20")
    code.code([0xe6, 0x20], "out 0x20, al")
    code.code([0x0f, 0x31], "rdtsc")
    code.code([0x89, 0xc7], "mov edi, eax")
    code.code([0xb0, BeaconRecord.magic], "mov al, 0xa5")
    code.code([0xe6, port], "out 0xe9, al")
    code.code([0x31, 0xc9], "xor ecx, ecx")
    let registers: [(name: String, move: UInt8)] = [
      ("edi", 0xf8), ("edx", 0xd0), ("ebx", 0xd8), ("ebp", 0xe8), ("esi", 0xf0),
    ]
    for (name, move) in registers {
      code.code([0x89, move], "mov eax, \(name)")
      code.code([0xb1, 0x04], "mov cl, 4")
      code.label("send_\(name)")
      code.code([0xd0, 0xc5], "rol ch, 1")
      code.code([0x00, 0xc5], "add ch, al")
      code.code([0xe6, port], "out 0xe9, al")
      code.code([0xc1, 0xe8, 0x08], "shr eax, 8")
      code.code([0xfe, 0xc9], "dec cl")
      code.short([0x75], "jnz", "send_\(name)")
    }
    code.code([0x88, 0xe8], "mov al, ch")
    code.code([0xe6, port], "out 0xe9, al")
  }

  /// Writes to this beat's share of pages: in the first all of them, later what the rate (16.16 bits) brings.
  private static func addShare(to code: inout MachineCode) {
    code.address([0xa1], of: "pages", size: 4, "mov eax, [pages]")
    code.code([0x85, 0xdb], "test ebx, ebx")
    code.short([0x74], "jz", "share")
    code.address([0xa1], of: "rate", size: 4, "mov eax, [rate]")
    code.code([0xf7, 0xe3], "mul ebx")
    code.code([0x0f, 0xac, 0xd0, 0x10], "shrd eax, edx, 16")
    code.code([0x89, 0xc1], "mov ecx, eax")
    code.code([0x8d, 0x43, 0x01], "lea eax, [ebx + 1]")
    code.address([0xf7, 0x25], of: "rate", size: 4, "mul dword ptr [rate]")
    code.code([0x0f, 0xac, 0xd0, 0x10], "shrd eax, edx, 16")
    code.code([0x29, 0xc8], "sub eax, ecx")
    code.label("share")
    code.code([0x43], "inc ebx")
    code.code([0x8d, 0x14, 0x00], "lea edx, [eax + eax]")
    code.code([0x85, 0xd2], "test edx, edx")
    code.near([0x0f, 0x84], "jz", "idle")
    code.label("page")
    code.code([0x89, 0xf7], "mov edi, esi")
    code.code([0xc1, 0xe7, 0x0c], "shl edi, 12")
    code.address([0x03, 0x3d], of: "base", size: 4, "add edi, [base]")
    // See BeaconPage, which does the same.
    code.code([0x69, 0xc6, 0xb1, 0x79, 0x37, 0x9e], "imul eax, esi, 0x9e3779b1")
    code.code([0x69, 0xcd, 0x77, 0xca, 0xeb, 0x85], "imul ecx, ebp, 0x85ebca77")
    code.code([0x01, 0xc8], "add eax, ecx")
    code.address([0x8b, 0x0d], of: "words", size: 4, "mov ecx, [words]")
    code.short([0xe3], "jecxz", "filled")
    code.label("fill")
    code.code([0x69, 0xc0, 0x0d, 0x66, 0x19, 0x00], "imul eax, eax, 1664525")
    code.code([0x05, 0x5f, 0xf3, 0x6e, 0x3c], "add eax, 1013904223")
    code.code([0x89, 0x04, 0x8f], "mov [edi + ecx * 4], eax")
    code.short([0xe2], "loop", "fill")
    code.label("filled")
    code.code([0x0f, 0x20, 0xc0], "mov eax, cr0")
    code.code([0x35, 0x00, 0x00, 0x01, 0x00], "xor eax, 0x10000")
    code.code([0x0f, 0x22, 0xc0], "mov cr0, eax")
    code.code([0x4a], "dec edx")
    code.code([0xf6, 0xc2, 0x01], "test dl, 1")
    code.short([0x75], "jnz", "page")
    code.code([0x89, 0x2f], "mov [edi], ebp")
    code.code([0x46], "inc esi")
    code.address([0x3b, 0x35], of: "pages", size: 4, "cmp esi, [pages]")
    code.short([0x72], "jb", "next")
    code.code([0x31, 0xf6], "xor esi, esi")
    code.code([0x45], "inc ebp")
    code.label("next")
    code.code([0x85, 0xd2], "test edx, edx")
    code.short([0x75], "jnz", "page")
    code.near([0xe9], "jmp", "idle")
  }

  /// Flat segments, and one interrupt gate: vector 8, where the firmware has put IRQ 0.
  private static func addTables(to code: inout MachineCode) {
    code.label("gate")
    code.address(
      [], of: "tick", size: 2, then: [0x08, 0, 0x00, 0x8e, 0, 0], ".word tick, 8, 0x8e00, 0")
    code.label("gdt")
    code.code([0, 0, 0, 0, 0, 0, 0, 0], ".quad 0")
    code.code([0xff, 0xff, 0, 0, 0, 0x9a, 0xcf, 0], ".quad 0x00cf9a000000ffff")
    code.code([0xff, 0xff, 0, 0, 0, 0x92, 0xcf, 0], ".quad 0x00cf92000000ffff")
    code.label("gdt_register")
    code.code([23, 0], ".word 23")
    code.address([], of: "gdt", size: 4, ".long gdt")
    code.label("idt_register")
    code.code([71, 0], ".word 71")
    code.address([], of: "gate", offset: -64, size: 4, ".long gate - 64")
  }
}
