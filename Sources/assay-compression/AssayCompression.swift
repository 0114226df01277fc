import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(CompressionCommand.self, executable: "assay-compression")
  }
}
