import Experiment
import FoundationEssentials
import Host
import Platform
import Synchronization
import Testing

@testable import SchedulerBenchmark

@Suite("Temporary CPU set")
struct TemporaryCPUSetTests {
  /// Control groups in a directory, and what was done to them. A new group gets the files that the kernel would give.
  private final class Groups: Sendable {
    let root: String
    let log = Mutex<[String]>([])

    init(own: String = "/user/session", handingOn: [String] = ["", "user"], unified: Bool = true) throws {
      root = FileManager.default.temporaryDirectory.path + "/assay-groups-" + UUID().uuidString
      try put(
        "proc/self/mounts", unified ? "cgroup2 /sys/fs/cgroup cgroup2 rw 0 0\n" : "tmpfs / tmpfs rw 0 0\n")
      try put("proc/self/cgroup", "1:name=systemd:/elsewhere\n0::\(own)\n")
      for group in ["", "user", "user/session"] {
        let path = group.isEmpty ? "sys/fs/cgroup" : "sys/fs/cgroup/\(group)"
        try put("\(path)/cgroup.subtree_control", handingOn.contains(group) ? "cpu cpuset memory\n" : "cpu\n")
        try put("\(path)/cgroup.procs", "")
      }
    }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    func put(_ path: String, _ text: String) throws {
      try Files.createDirectories(Files.parent(of: "\(root)/\(path)"))
      try Files.replace("\(root)/\(path)", with: Array(text.utf8))
    }

    /// The operations, with the kernel answering `effective` (nil: what was asked for) and failing where `failing`
    /// says.
    func operations(effective: String? = nil, failing: String? = nil) -> TemporaryCPUSet.Operations {
      @Sendable func note(_ what: String, _ path: String) throws(SystemError) {
        let short = "\(what) \(path.dropFirst(self.root.count))"
        self.log.withLock { $0.append(short) }
        if let failing, short.contains(failing) {
          throw SystemError(code: 13, operation: what, subject: String(path.dropFirst(self.root.count)))
        }
      }
      return TemporaryCPUSet.Operations(
        create: { path throws(SystemError) in
          try note("create", path)
          try Files.createDirectory(path)
          for file in ["cpuset.cpus", "cpuset.cpus.effective", "cgroup.procs"] {
            try Files.replace("\(path)/\(file)", with: [])
          }
        },
        write: { text, path throws(SystemError) in
          try note("write \(text) into", path)
          try Files.write(text, into: path)
          if path.hasSuffix("cpuset.cpus") { try Files.write(effective ?? text, into: path + ".effective") }
        },
        remove: { path throws(SystemError) in
          try note("remove", path)
          for name in try Files.names(in: path) { try Files.remove("\(path)/\(name)") }
          try Files.removeDirectory(path)
        })
    }

    /// Runs `body` in a group of CPUs 0-1; answers what was done.
    func run(
      effective: String? = nil, failing: String? = nil, _ body: () throws -> Int = { 7 }
    ) throws -> Int {
      try TemporaryCPUSet.run(
        on: CPUSet([0, 1]), root: HostRoot(directory: root),
        operations: operations(effective: effective, failing: failing), body)
    }

    var done: [String] { log.withLock { $0 } }

    var leftovers: [String] {
      get throws {
        try ["", "user", "user/session"].flatMap { try Files.names(in: "\(root)/sys/fs/cgroup/\($0)") }
          .filter { $0.hasPrefix("assay") }
      }
    }
  }

  private static let group = "/sys/fs/cgroup/user/assay-placement-\(CurrentProcess.identifier)"
  private static let steps = [
    "create \(group)", "write 0-1 into \(group)/cpuset.cpus", "write 0 into \(group)/cgroup.procs",
    "write 0 into /sys/fs/cgroup/user/session/cgroup.procs", "remove \(group)",
  ]

  @Test("In, and out again; the group is made where the controller is handed on")
  func inAndOut() throws {
    let groups = try Groups()
    #expect(try groups.run() == 7)
    #expect(groups.done == Self.steps)
    #expect(try groups.leftovers.isEmpty)
  }

  @Test("A body that throws leaves nothing behind")
  func throwing() throws {
    let groups = try Groups()
    #expect(throws: SampleFailure.self) { try groups.run { throw SampleFailure("no") } }
    #expect(groups.done == Self.steps)
    #expect(try groups.leftovers.isEmpty)
  }

  @Test(
    "A step that fails is the error; what was made is gone",
    arguments: [
      "0-1 into", "assay-placement-\(CurrentProcess.identifier)/cgroup.procs", "session/cgroup.procs",
    ])
  func failures(_ failing: String) throws {
    let groups = try Groups()
    let error = #expect(throws: SystemError.self) { try groups.run(failing: failing) }
    #expect(error?.description.contains("permission denied") == true)
    #expect(try groups.leftovers.isEmpty)
  }

  @Test("A group that cannot be made is the error, and nothing else is touched")
  func noCreate() throws {
    let groups = try Groups()
    let error = #expect(throws: SystemError.self) { try groups.run(failing: "create") }
    #expect(error?.description == "cannot create \(Self.group): permission denied (EACCES)")
    #expect(groups.done == ["create \(Self.group)"])
  }

  @Test("Other CPUs than asked for are no measurement")
  func otherCPUs() throws {
    let groups = try Groups()
    let reason = #expect(throws: NotMeasurable.self) { try groups.run(effective: "0") }
    #expect(reason?.description == "asked for a CPU set of CPU 0-1, the kernel gives CPU 0")
    #expect(try groups.leftovers.isEmpty)
  }

  @Test("A controller that no group hands on is not switched on")
  func notHandedOn() throws {
    let groups = try Groups(handingOn: [])
    let reason = #expect(throws: NotMeasurable.self) { try groups.run() }
    #expect(
      reason?.description
        == "no control group from /sys/fs/cgroup/user/session upwards hands on cpuset (cgroup.subtree_control); let one: echo +cpuset > /sys/fs/cgroup/cgroup.subtree_control"
    )
    #expect(groups.done.isEmpty)
  }

  @Test("Without cgroup v2 there is none")
  func noUnified() throws {
    let reason = #expect(throws: NotMeasurable.self) { try Groups(unified: false).run() }
    #expect(reason?.description == "cgroup v2 is not mounted")
  }

  @Test("A process in the root group makes its group there")
  func rootGroup() throws {
    let groups = try Groups(own: "/")
    #expect(try groups.run() == 7)
    #expect(groups.done.first == "create /sys/fs/cgroup/assay-placement-\(CurrentProcess.identifier)")
    #expect(groups.done[3] == "write 0 into /sys/fs/cgroup/cgroup.procs")
  }

  @Test("Groups of processes that are gone are removed; those of living ones and of others stay")
  func leftovers() throws {
    let groups = try Groups()
    for name in ["assay-placement-11", "assay-placement-22", "assay-placement-x", "other"] {
      try groups.put("sys/fs/cgroup/user/\(name)/cgroup.procs", "")
    }
    try groups.put("proc/22/stat", "")
    #expect(try groups.run() == 7)
    #expect(try groups.leftovers == ["assay-placement-22", "assay-placement-x"])
    #expect(groups.done.first == "remove /sys/fs/cgroup/user/assay-placement-11")
  }
}
