import Platform
import TestSupport
import Testing

@testable import Fleet

@Suite struct PlaybookFilesTests {
  private static let ansible = Program.find("ansible-playbook")
  private static let plays = [
    PlaybookFiles.run, PlaybookFiles.stop, PlaybookFiles.apply, PlaybookFiles.revert,
  ]

  @Test("the tree is written whole, and again over itself")
  func written() throws {
    let tree = try TemporaryTree()
    let out = "\(tree.path)/a/b"
    let paths = try PlaybookFiles.write(to: out)
    #expect(paths == PlaybookFiles.all.keys.map { "\(out)/\($0)" }.sorted())
    #expect(try PlaybookFiles.write(to: out) == paths)
    for (name, bytes) in PlaybookFiles.all {
      #expect(!bytes.isEmpty, "\(name)")
      #expect(try Files.bytes("\(out)/\(name)") == bytes)
    }
  }

  @Test("every file of tasks that is named is there, and only modules of ansible.builtin are used")
  func complete() {
    for (name, bytes) in PlaybookFiles.all where name.hasSuffix(".yml") {
      for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
        let words = line.trimmingSpace()
        for key in ["ansible.builtin.import_tasks: ", "tasks_from: "] where words.hasPrefix(key) {
          let file = words.dropFirst(key.count)
          let path = "roles/assay/tasks/\(file.hasSuffix(".yml") ? String(file) : "\(file).yml")"
          #expect(PlaybookFiles.all[path] != nil, "\(name): \(words)")
        }
        // A module is a key with two dots: `ansible.builtin.raw:`.
        let key = words.prefix { $0 != ":" && $0 != " " }
        if key.count(where: { $0 == "." }) == 2, words.dropFirst(key.count).hasPrefix(":") {
          #expect(key.hasPrefix("ansible.builtin."), "\(name): \(words)")
        }
      }
    }
  }

  @Test(
    "Ansible understands it", .enabled(if: ansible != nil, "ansible-core is not installed"), arguments: plays)
  func syntax(play: String) throws {
    let tree = try TemporaryTree(["hosts": "n1\n"])
    try PlaybookFiles.write(to: "\(tree.path)/playbook")
    let result = try Program.run(
      try #require(Self.ansible),
      ["-i", "\(tree.path)/hosts", "--syntax-check", "\(tree.path)/playbook/\(play)"],
      environment: ["HOME": tree.path, "LC_ALL": "C.UTF-8"])
    #expect(result.code == 0, "\(result.output)")
  }
}
