import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(MemoryCommand.self, executable: "assay-memory")
  }
}
