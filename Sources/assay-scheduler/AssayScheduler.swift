import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(SchedulerCommand.self, executable: "assay-scheduler")
  }
}
