import Platform
import Testing

/// The CPU that the calling thread runs on: field 39 of /proc/thread-self/stat (proc_pid_stat(5)).
func runningCPU() throws -> Int {
  let text = try Files.text("/proc/thread-self/stat")
  // The name, field 2, is in parentheses and may hold spaces: count from behind it.
  let name = try #require(text.lastIndex(of: ")"))
  let fields = text[name...].split(separator: " ")
  return try #require(Int(fields[39 - 2]))
}
