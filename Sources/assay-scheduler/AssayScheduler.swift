import AssayCommands

@main
struct Main {
  static func main() async {
    await AssayTool.run(SchedulerCommand.self, executable: "assay-scheduler")
  }
}
