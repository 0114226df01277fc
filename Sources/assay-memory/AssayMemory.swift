import AssayCommands

@main
struct Main {
  static func main() async {
    await AssayTool.run(MemoryCommand.self, executable: "assay-memory")
  }
}
