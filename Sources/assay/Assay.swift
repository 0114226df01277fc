import AssayCommands

@main
struct Main {
  static func main() {
    AssayTool.run(AssayCommand.self)
  }
}
