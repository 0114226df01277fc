import Experiment
import Testing
import Tuning

@testable import Advice

@Suite struct RuleTests {
  @Test func thereAreEnoughAndEachHasACase() {
    #expect(Rule.all.count >= 25)
    let ids = Rule.all.map(\.id)
    #expect(Set(ids).count == ids.count)
    #expect(Set(ids) == Set(RuleCase.all.map(\.rule)))
  }

  @Test(arguments: Rule.all.map(\.id)) func aRuleSaysEverythingAboutItself(id: String) throws {
    let rule = try #require(Rule.all.first { $0.id == id })
    let texts = [rule.id, rule.title, rule.risk, rule.proof, rule.source]
    #expect(texts.allSatisfy { !$0.isEmpty && !$0.hasSuffix(".") })
    #expect(!rule.goals.isEmpty)
    #expect(!rule.reads.isEmpty)
    let sources = ["Documentation/", "kernel/", "man ", "QEMU "]
    #expect(sources.contains { rule.source.hasPrefix($0) }, "\(rule.source)")
    for knob in rule.knobs {
      #expect(try MadeHost.catalog.get().knob(for: SettingKey(knob)) != nil, "\(knob) is not in the catalog")
    }
  }

  @Test(arguments: RuleCase.all) func aRuleSpeaksWhereItsFactsAre(one: RuleCase) throws {
    let result = try one.host().result(of: one.rule)
    #expect(result.silence == nil)
    let changes = result.suggestions.compactMap { suggestion in
      suggestion.key.map { "\($0)=\(suggestion.wanted ?? "")" }
    }
    #expect(changes == one.expected)
    #expect(!result.suggestions.isEmpty)
    for suggestion in result.suggestions {
      #expect(suggestion.evidence == "unproven")
      #expect(!suggestion.facts.isEmpty)
      #expect(!suggestion.derivation.isEmpty && !suggestion.why.contains("\n"))
      #expect(suggestion.current != suggestion.wanted || suggestion.action == .advise)
      #expect((suggestion.advice != nil) == (suggestion.action == .advise))
      let rule = try #require(Rule.all.first { $0.id == one.rule })
      if let key = suggestion.key {
        let knob = try #require(try MadeHost.catalog.get().knob(for: key))
        #expect(rule.knobs.contains(knob.key.description) || rule.knobs.contains(key.description), "\(key)")
      } else {
        #expect(rule.knobs.isEmpty)
      }
    }
  }

  @Test(arguments: RuleCase.all) func aRuleIsSilentAtItsNearMiss(one: RuleCase) throws {
    var host = one.host()
    one.nearMiss(&host)
    let result = try host.result(of: one.rule)
    #expect(result.suggestions.isEmpty)
    let silence = try #require(result.silence)
    #expect(!silence.reason.isEmpty && !silence.reason.contains("\n"))
  }

  @Test(arguments: RuleCase.all) func aRuleNeverSuggestsWhatIsSet(one: RuleCase) throws {
    var host = one.host()
    for suggestion in try host.result(of: one.rule).suggestions {
      guard let key = suggestion.key, let wanted = suggestion.wanted else { continue }
      if suggestion.action == .boot {
        host.noted["command_line", default: ""] += " \(suggestion.word ?? "")"
      } else if key.isPattern {
        for (present, _) in try host.facts().matching(key.description) { host.settings[present] = wanted }
      } else {
        host.settings[key.description] = wanted
      }
    }
    let changes = try host.result(of: one.rule).suggestions.compactMap { suggestion in
      suggestion.key.map { "\($0)=\(suggestion.wanted ?? "")" }
    }
    #expect(Set(changes).isDisjoint(with: one.expected))
  }

  @Test(arguments: RuleCase.all) func aRuleNeverSuggestsWhatTheHostDoesNotHave(one: RuleCase) throws {
    if one.expected.isEmpty { return }
    var host = one.host()
    host.settings = [:]
    host.noted["command_line"] = nil
    #expect(try host.result(of: one.rule).suggestions.isEmpty)
  }

  @Test(arguments: RuleCase.all) func twoSamplesAreNoFact(one: RuleCase) throws {
    var host = one.host()
    if host.metrics.isEmpty || one.rule == "storage.aio-max-nr" { return }
    for index in host.metrics.indices { host.metrics[index].samples.removeLast(3) }
    let silence = try #require(try host.result(of: one.rule).silence)
    #expect(silence.kind == .notMeasured)
  }

  @Test(arguments: RuleCase.all) func samplesThatDoNotCountAreNotRead(one: RuleCase) throws {
    var host = one.host()
    for index in host.metrics.indices {
      host.metrics[index].samples += (0..<20).map {
        Sample(value: 1e12, block: $0, attempt: 1, valid: false, noise: Noise())
      }
    }
    #expect(try host.result(of: one.rule) == one.host().result(of: one.rule))
  }

  @Test(arguments: RuleCase.all) func aRuleServesOnlyItsGoals(one: RuleCase) throws {
    let rule = try #require(Rule.all.first { $0.id == one.rule })
    for goal in LayoutGoal.allCases where !rule.goals.contains(goal) {
      var host = one.host()
      host.goal = goal
      #expect(try host.result(of: one.rule).silence?.kind == .otherGoal)
    }
  }

  @Test func nothingIsSuggestedOfNothing() throws {
    for goal in LayoutGoal.allCases {
      let results = Rule.results(try MadeHost(goal).facts())
      #expect(results.count == Rule.all.count)
      #expect(results.allSatisfy { $0.suggestions.isEmpty && $0.silence != nil })
    }
  }
}
