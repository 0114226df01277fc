import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(TuneCommand.self, executable: "assay-tune")
  }
}
