import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(MigrationCommand.self, executable: "assay-migration")
  }
}
