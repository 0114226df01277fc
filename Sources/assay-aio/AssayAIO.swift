import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(AIOCommand.self, executable: "assay-aio")
  }
}
