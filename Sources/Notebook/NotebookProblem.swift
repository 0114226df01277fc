internal import Platform

/// Why a notebook cannot be used, and what to do about it. One line.
public struct NotebookProblem: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  init(_ description: String) { self.description = description }

  init(_ error: DatabaseError) {
    description =
      if error.isDamage {
        "\(error.path): the notebook is damaged (\(error.reason)); the Runs are not: make it anew with "
          + "assay history --rebuild DIR, where DIR holds them"
      } else if error.isBusy {
        "\(error.path): another assay is writing the notebook; try again when it is done"
      } else {
        "\(error)"
      }
  }
}
