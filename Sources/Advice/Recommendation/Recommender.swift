public import Experiment
internal import Host
public import Tuning

/// Makes recommendations: the layout of CPUs, and what the rules make of the facts.
///
///     let guests = try GuestShape.list("6x4c16g")
///     let recommender = Recommender(catalog: catalog, options: LayoutOptions(.latency), guests: guests)
///     let advice = recommender.recommend(run: run, host: Fingerprint(try HostReport.read()), more: [:])
///
/// It reads nothing and writes nothing; the same facts give the same recommendation.
public struct Recommender: Sendable {
  private let catalog: Catalog
  private let guests: [GuestShape]
  private let options: LayoutOptions

  /// A recommender for a goal.
  ///
  /// - Parameters:
  ///   - catalog: which settings may be named.
  ///   - options: what the layout is for.
  ///   - guests: the guests that the host is to have.
  public init(catalog: Catalog, options: LayoutOptions, guests: [GuestShape] = []) {
    self.catalog = catalog
    self.options = options
    self.guests = guests
  }

  /// What a host should be set to.
  ///
  /// - Parameters:
  ///   - run: what was measured on it; nil where nothing was.
  ///   - host: what it is now; what it was in the Run where it is not looked at.
  ///   - more: present settings that a fingerprint does not hold (`PresentSettings`).
  ///   - isPlanOnly: whether nothing of it may be applied here.
  public func recommend(
    run: Run?, host: Fingerprint, more: [String: String], isPlanOnly: Bool = false
  ) -> Recommendation {
    let layout = LayoutPlanner(host.topology, options).layout(for: guests)
    let facts = RuleFacts(
      goal: options.goal, run: run, host: host, more: more, catalog: catalog,
      placement: RulePlacement(layout, guests: guests))
    let results = Rule.results(facts)
    let suggestions = results.flatMap(\.suggestions)
    return Recommendation(
      schema: Recommendation.currentSchema, goal: options.goal,
      host: Recommendation.HostName(
        name: host.noted["host"] ?? HostFacts.unknown,
        kernel: host.declared["kernel"] ?? HostFacts.unknown, shape: host.topology.summary),
      run: run.map { Recommendation.Source(id: $0.id, started: $0.started, suite: $0.plan.suite.rawValue) },
      isPlanOnly: isPlanOnly, guests: guests, layout: layout,
      settings: suggestions.filter { $0.action != .advise },
      advice: suggestions.filter { $0.action == .advise },
      silent: results.compactMap { result in
        result.silence.map { Recommendation.Silent(rule: result.rule, kind: $0.kind, reason: $0.reason) }
      },
      notes: notes(run, host))
  }

  private func notes(_ run: Run?, _ host: Fingerprint) -> [String] {
    guard let run else {
      return ["nothing was measured: only rules that need no figure can speak; take a Run with assay run"]
    }
    var notes = HostMatch.remarks(run.host, host)
    if run.tool.build != "release" {
      notes.append("the Run was taken by a debug build: its figures are no result")
    }
    if run.status != .complete { notes.append("the Run is not complete (\(run.status.rawValue))") }
    if run.validBlocks < MeasuredFacts.fewestSamples {
      notes.append("only \(run.validBlocks) blocks of the Run count: hardly a figure is a result")
    }
    let changed = Set(run.host.settings.keys).intersection(host.settings.keys).filter {
      run.host.settings[$0] != host.settings[$0]
    }.filter { (try? SettingKey($0)).flatMap { catalog.knob(for: $0) } != nil }.sorted()
    if let first = changed.first {
      let more = changed.count > 1 ? " and \(changed.count - 1) more" : ""
      notes.append("\(first)\(more) changed since the Run: what they move was measured under other values")
    }
    return notes
  }
}
