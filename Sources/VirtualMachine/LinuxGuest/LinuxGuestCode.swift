/// The program of the Linux guest: the first of its processes, and the only one.
///
/// It does what `BeaconCode` does, with the kernel's means: it sleeps until the next beat is due, sends a record on port
/// 0xe9, and writes to its share of pages. What it has there is scattered over the guest's memory, where no dump shows
/// it whole, so that it looks for itself: before a page is written in pass N, each of its words must be that of pass
/// N − 1, and pages that no write comes to for long are looked at besides. Each page that is wrong is told
/// (`GuestDamage`), and the guest goes on.
///
/// It needs no library, no shell and no module, and the processor's real registers: ebp is the page to look at next,
/// rbx where the pages begin, r12d the sequence, r13d the pass, r14d the page to write next, r15d pages that remain in
/// this beat. Only for x86-64, as the whole guest.
enum LinuxGuestCode {
  /// Where the first instruction stands in memory: behind the headers of the program's file.
  static let origin = LinuxGuestProgram.base + LinuxGuestProgram.headerBytes
  /// What it says on the console before it ends; the kernel tells the exit code, and stops.
  private static let message =
    "assay: the program of the guest cannot go on; its exit code is the number of the error"

  /// The code; the parameters in it are zeros.
  static let code: MachineCode = {
    var code = MachineCode(origin: origin)
    addStart(to: &code)
    addBeat(to: &code)
    addShare(to: &code)
    addPages(to: &code)
    addSending(to: &code)
    addData(to: &code)
    return code
  }()

  /// Memory that stays, the port, and a clock that wakes on time.
  private static func addStart(to code: inout MachineCode) {
    // mmap of one page more than it writes to: private, anonymous, there at once.
    code.code([0x31, 0xff], "xor edi, edi")
    code.address([0x8b, 0x34, 0x25], of: "pages", size: 4, "mov esi, dword ptr [pages]")
    code.code([0xff, 0xc6], "inc esi")
    code.code([0x48, 0xc1, 0xe6, 0x0c], "shl rsi, 12")
    code.code([0xba, 0x03, 0x00, 0x00, 0x00], "mov edx, 3")
    code.code([0x41, 0xba, 0x22, 0x80, 0x00, 0x00], "mov r10d, 0x8022")
    code.code([0x49, 0x83, 0xc8, 0xff], "or r8, -1")
    code.code([0x45, 0x31, 0xc9], "xor r9d, r9d")
    addCall(9, to: &code)
    code.code([0x48, 0x89, 0xc3], "mov rbx, rax")
    // mlockall, what is there and what comes.
    code.code([0xbf, 0x03, 0x00, 0x00, 0x00], "mov edi, 3")
    addCall(151, to: &code)
    // ioperm of the one port.
    code.code([0xbf, 0xe9, 0x00, 0x00, 0x00], "mov edi, 0xe9")
    code.code([0xbe, 0x01, 0x00, 0x00, 0x00], "mov esi, 1")
    code.code([0xba, 0x01, 0x00, 0x00, 0x00], "mov edx, 1")
    addCall(173, to: &code)
    // prctl PR_SET_TIMERSLACK, 1 ns: 50 µs are usual.
    code.code([0xbf, 0x1d, 0x00, 0x00, 0x00], "mov edi, 29")
    code.code([0xbe, 0x01, 0x00, 0x00, 0x00], "mov esi, 1")
    addCall(157, to: &code)
    // setpriority of this process, −20. Not real time: with a load that leaves no time, that would starve the kernel's
    // own threads, or be throttled by it for 50 ms in each second.
    code.code([0x31, 0xff], "xor edi, edi")
    code.code([0x31, 0xf6], "xor esi, esi")
    code.code([0xba, 0xec, 0xff, 0xff, 0xff], "mov edx, -20")
    addCall(141, to: &code)
    code.code([0x45, 0x31, 0xe4], "xor r12d, r12d")
    code.code([0x41, 0xbd, 0x01, 0x00, 0x00, 0x00], "mov r13d, 1")
    code.code([0x45, 0x31, 0xf6], "xor r14d, r14d")
    code.code([0x31, 0xed], "xor ebp, ebp")
    code.address([0xbe], of: "next", size: 4, "mov esi, offset next")
    code.near([0xe8], "call", "clock")
  }

  /// A system call of this number (arch/x86/entry/syscalls/syscall_64.tbl) that must not fail.
  private static func addCall(_ number: UInt8, to code: inout MachineCode) {
    code.code([0xb8, number, 0x00, 0x00, 0x00], "mov eax, \(number)")
    code.code([0x0f, 0x05], "syscall")
    code.code([0x48, 0x85, 0xc0], "test rax, rax")
    code.near([0x0f, 0x88], "js", "failed")
  }

  /// Waits until the next beat is due and sends its record. A beat that is late by an interval or more is the first of
  /// a new time: those missed are not made up for.
  private static func addBeat(to code: inout MachineCode) {
    code.label("beat")
    code.address([0x8b, 0x04, 0x25], of: "interval", size: 4, "mov eax, dword ptr [interval]")
    code.address([0x48, 0x03, 0x04, 0x25], of: "next", offset: 8, size: 4, "add rax, qword ptr [next + 8]")
    code.code([0x3d, 0x00, 0xca, 0x9a, 0x3b], "cmp eax, 1000000000")
    code.short([0x72], "jb", "awake")
    code.code([0x2d, 0x00, 0xca, 0x9a, 0x3b], "sub eax, 1000000000")
    code.address([0x48, 0xff, 0x04, 0x25], of: "next", size: 4, "inc qword ptr [next]")
    code.label("awake")
    code.address([0x48, 0x89, 0x04, 0x25], of: "next", offset: 8, size: 4, "mov qword ptr [next + 8], rax")
    // clock_nanosleep, CLOCK_MONOTONIC, TIMER_ABSTIME; again where a signal ended it.
    code.label("sleep")
    code.code([0xbf, 0x01, 0x00, 0x00, 0x00], "mov edi, 1")
    code.code([0xbe, 0x01, 0x00, 0x00, 0x00], "mov esi, 1")
    code.address([0xba], of: "next", size: 4, "mov edx, offset next")
    code.code([0x45, 0x31, 0xd2], "xor r10d, r10d")
    code.code([0xb8, 0xe6, 0x00, 0x00, 0x00], "mov eax, 230")
    code.code([0x0f, 0x05], "syscall")
    code.code([0x85, 0xc0], "test eax, eax")
    code.short([0x75], "jnz", "sleep")
    // How late it is, in nanoseconds.
    code.address([0xbe], of: "now", size: 4, "mov esi, offset now")
    code.near([0xe8], "call", "clock")
    code.address([0x48, 0x8b, 0x04, 0x25], of: "now", size: 4, "mov rax, qword ptr [now]")
    code.address([0x48, 0x2b, 0x04, 0x25], of: "next", size: 4, "sub rax, qword ptr [next]")
    code.code([0x48, 0x69, 0xc0, 0x00, 0xca, 0x9a, 0x3b], "imul rax, rax, 1000000000")
    code.address([0x48, 0x03, 0x04, 0x25], of: "now", offset: 8, size: 4, "add rax, qword ptr [now + 8]")
    code.address([0x48, 0x2b, 0x04, 0x25], of: "next", offset: 8, size: 4, "sub rax, qword ptr [next + 8]")
    code.address([0x8b, 0x0c, 0x25], of: "interval", size: 4, "mov ecx, dword ptr [interval]")
    code.code([0x48, 0x39, 0xc8], "cmp rax, rcx")
    code.short([0x7c], "jl", "send_beat")
    code.address([0x48, 0x8b, 0x04, 0x25], of: "now", size: 4, "mov rax, qword ptr [now]")
    code.address([0x48, 0x89, 0x04, 0x25], of: "next", size: 4, "mov qword ptr [next], rax")
    code.address([0x48, 0x8b, 0x04, 0x25], of: "now", offset: 8, size: 4, "mov rax, qword ptr [now + 8]")
    code.address([0x48, 0x89, 0x04, 0x25], of: "next", offset: 8, size: 4, "mov qword ptr [next + 8], rax")
    code.label("send_beat")
    code.address(
      [0xc6, 0x04, 0x25], of: "record", size: 4, then: [BeaconRecord.magic],
      "mov byte ptr [record], \(BeaconRecord.magic)")
    code.code([0x0f, 0x31], "rdtsc")
    code.address([0x89, 0x04, 0x25], of: "record", offset: 1, size: 4, "mov dword ptr [record + 1], eax")
    code.address([0x89, 0x14, 0x25], of: "record", offset: 5, size: 4, "mov dword ptr [record + 5], edx")
    code.address(
      [0x44, 0x89, 0x24, 0x25], of: "record", offset: 9, size: 4, "mov dword ptr [record + 9], r12d")
    code.address(
      [0x44, 0x89, 0x2c, 0x25], of: "record", offset: 13, size: 4, "mov dword ptr [record + 13], r13d")
    code.address(
      [0x44, 0x89, 0x34, 0x25], of: "record", offset: 17, size: 4, "mov dword ptr [record + 17], r14d")
    code.near([0xe8], "call", "send")
  }

  /// The parameters, and what it keeps in memory.
  private static func addData(to code: inout MachineCode) {
    for name in ["pages", "rate", "words", "checks", "interval"] {
      code.label(name)
      code.code([0, 0, 0, 0], ".long 0")
    }
    // Seconds and nanoseconds.
    for name in ["next", "now"] {
      code.label(name)
      code.code([UInt8](repeating: 0, count: 16), ".zero 16")
    }
    code.label("record")
    code.code([UInt8](repeating: 0, count: BeaconRecord.byteCount), ".zero \(BeaconRecord.byteCount)")
    code.label("message")
    code.code(Array(message.utf8) + [0x0a], ".ascii \"\(message)\\n\"")
    code.label("end")
  }
}
