internal import ArgumentParser
internal import Platform

/// Where the AIO benchmark works, on the command line.
struct AIOTargetOptions: ParsableArguments {
  @Option(
    help: "File or block device; without it a temporary file is made.", transform: ArgumentText.path("--file")
  )
  var file: String?

  @Option(
    help: "Where the temporary file is made; unless told, where the results go.",
    transform: ArgumentText.path("--directory"))
  var directory: String?

  @Option(help: "Bytes to use of the file, or of the temporary file: 1g.", transform: ArgumentText.size)
  var size: Int?

  @Flag(help: "Through the page cache; unless told, past it (O_DIRECT).")
  var buffered = false

  @Flag(help: "Let what the file or device holds be overwritten.")
  var destroyData = false

  @Flag(
    help: "Measure writes without writing all of the file or device once before, as --destroy-data lets it.")
  var noPrecondition = false

  @Option(
    help: "Repeat a device's exact path to overwrite it though it is in use or holds something.",
    transform: ArgumentText.path("--i-know-this-erases"))
  var iKnowThisErases: [String] = []

  /// What was asked for.
  var target: AIOTarget {
    AIOTarget(
      file: file, directory: directory, size: size, isBuffered: buffered, destroysData: destroyData,
      preconditions: !noPrecondition, erases: iKnowThisErases)
  }
}
