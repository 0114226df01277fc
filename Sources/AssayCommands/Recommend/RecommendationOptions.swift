internal import Advice
internal import ArgumentParser
internal import Experiment
internal import Host
internal import Platform
internal import Tuning

/// For which host, from which Run, for which goal.
struct RecommendationOptions: ParsableArguments {
  @Argument(
    help: "A Run of this host; with --plan-only of any host.", transform: ArgumentText.path("the Run"))
  var run: String?

  @Option(
    help: "What the host is for: latency, throughput or density; unless told, throughput.",
    transform: ArgumentText.choice(LayoutGoal.self))
  var goal: [LayoutGoal] = []

  @Option(
    help: "Guests that the host is to have: 6x4c16g are 6 of 4 CPUs and 16 GiB; several shapes with commas.",
    transform: RecommendationOptions.guests)
  var guests: [GuestShape] = []

  @Option(help: "Virtual CPUs a CPU, for the goal density; unless told, \(LayoutOptions.usualOvercommit).")
  var overcommit: Int?

  @Option(
    help: "A captured machine instead of a Run: a directory with its /sys and /proc; needs --plan-only.",
    transform: ArgumentText.path("the directory"))
  var fsroot: String?

  @Flag(help: "Only show what would be recommended, for a host that is not this one.")
  var planOnly = false

  @OptionGroup var catalog: CatalogOption

  /// Whether nothing was said.
  var isEmpty: Bool {
    run == nil && goal.isEmpty && guests.isEmpty && overcommit == nil && fsroot == nil && !planOnly
      && catalog.catalog == nil
  }

  /// Refuses what contradicts itself.
  func check() throws {
    if run == nil, fsroot == nil {
      throw ValidationError(
        "name a Run, such as Results/node1.json, or a captured machine with --fsroot DIR --plan-only")
    }
    if run != nil, fsroot != nil {
      throw ValidationError("a Run and --fsroot contradict each other: both name a host; take one of them")
    }
    if fsroot != nil, !planOnly {
      throw ValidationError(
        "--fsroot is another machine, to which nothing can be applied from here: add --plan-only")
    }
    let goals = Set(goal)
    if goals.count > 1 {
      let names = goals.map(\.rawValue).sorted().joined(separator: " and ")
      throw ValidationError(
        "the goals \(names) contradict each other: take one --goal, and one profile for each")
    }
    _ = try options()
  }

  /// The recommendation, and the host that it is for.
  func recommendation() throws -> (Recommendation, Fingerprint) {
    let catalog = try Catalog.load(try catalog.file(beside: nil))
    let recommender = Recommender(catalog: catalog, options: try options(), guests: guests)
    if let fsroot {
      guard Files.exists("\(fsroot)/proc") || Files.exists("\(fsroot)/sys") else {
        throw CommandFailure("--fsroot \(fsroot): there is neither proc nor sys in it")
      }
      let host = Fingerprint(try HostReport.read(fsroot: fsroot))
      let kinds = SettingKinds(root: HostRoot(directory: fsroot))
      let more = PresentSettings.read(kinds, host: host, catalog: catalog)
      return (recommender.recommend(run: nil, host: host, more: more, isPlanOnly: true), host)
    }
    let document = try RunDocument.read(path: run ?? "")
    if let contradiction = document.contradiction {
      throw CommandFailure("\(run ?? ""): \(contradiction); take the document that the run wrote")
    }
    if planOnly {
      let more = PresentSettings.ofRecordedHost
      let host = document.host
      return (recommender.recommend(run: document, host: host, more: more, isPlanOnly: true), host)
    }
    let host = Fingerprint(try HostReport.read())
    try refuseOther(document, host)
    let more = PresentSettings.read(SettingKinds(root: .live), host: host, catalog: catalog)
    return (recommender.recommend(run: document, host: host, more: more), host)
  }

  private func refuseOther(_ document: Run, _ host: Fingerprint) throws {
    let objections = HostMatch.objections(document.host, host)
    guard let first = objections.first else { return }
    let more = objections.count > 1 ? " (and \(objections.count - 1) more)" : ""
    throw RecommendationRefused(
      description:
        "\(run ?? ""): the Run is of another host: \(first)\(more); measure here, or add --plan-only")
  }

  private func options() throws -> LayoutOptions {
    do throws(LayoutProblem) {
      return try LayoutOptions(goal: goal.first ?? .throughput, overcommit: overcommit)
    } catch {
      throw ValidationError(error.description)
    }
  }

  /// Shapes of guests.
  private static func guests(_ text: String) throws -> [GuestShape] {
    do throws(LayoutProblem) {
      return try GuestShape.list(text)
    } catch {
      throw ValidationError(error.description)
    }
  }
}

/// A Run that says nothing of this host: exit code 64.
struct RecommendationRefused: UsageRefusal {
  let description: String
}
