internal import ArgumentParser
internal import Notebook
internal import Platform

/// Which notebook.
struct NotebookOptions: ParsableArguments {
  @Option(
    help: "The notebook; without it assay/notebook.sqlite below XDG_STATE_HOME, else below ~/.local/state.",
    transform: ArgumentText.path("the notebook"))
  var notebook: String?

  /// The file.
  var path: String {
    get throws {
      guard let path = notebook ?? Notebook.usualPath(Console.environment) else {
        throw CommandFailure("neither XDG_STATE_HOME nor HOME is set: name the notebook with --notebook FILE")
      }
      return path
    }
  }
}
