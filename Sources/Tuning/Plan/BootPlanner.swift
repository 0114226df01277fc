internal import Host
internal import Platform

/// Plans the words of the kernel's command line: one change of what Assay adds to it.
struct BootPlanner {
  let context: PlanContext

  /// A word that is wanted.
  private struct Word {
    var text: String
    var parameter: String
    var wish: Profile.Wish
    var profile: Profile
  }

  func add(_ profiles: [Profile], to plan: inout TuningPlan) throws {
    let words = try words(profiles, &plan)
    if words.isEmpty { return }
    let running = (context.kinds.root.text("proc/cmdline") ?? "").split(whereSeparator: \.isWhitespace).map(
      String.init)
    let key = try SettingKey(kind: BootKind.name, name: BootKind.commandLine)
    let obstacle = context.kinds[BootKind.name]?.obstacle(to: BootKind.commandLine)
    let ours: [String]
    do throws(SettingError) {
      ours = obstacle == nil ? try context.kinds.read(key).split(separator: " ").map(String.init) : []
    } catch {
      for word in words { plan.notApplicable.append(kept(word, error.description)) }
      return
    }
    var missing: [Word] = []
    for word in words {
      if ours.contains(word.text) {
        let isSeen = running.contains(word.text)
        plan.unchanged.append(kept(word, isSeen ? "is on the command line" : "is set; waits for a reboot"))
        plan.isAwaitingReboot = plan.isAwaitingReboot || !isSeen
      } else if running.contains(word.text) {
        plan.unchanged.append(kept(word, "is on the command line"))
      } else if let obstacle {
        plan.notApplicable.append(kept(word, obstacle))
      } else {
        missing.append(word)
      }
    }
    // Words that are on the command line by somebody else's doing are theirs.
    let own = words.filter { word in ours.contains(word.text) || missing.contains { $0.text == word.text } }
    if own.isEmpty { return }
    let change = change(key, ours: ours, own: own, missing: missing)
    if missing.isEmpty { plan.fulfilled.append(change) } else { plan.needsReboot.append(change) }
  }

  private func kept(_ word: Word, _ reason: String) -> TuningPlan.Kept {
    TuningPlan.Kept(key: "boot/cmdline: \(word.text)", profile: word.profile.name, reason: reason)
  }

  private func words(_ profiles: [Profile], _ plan: inout TuningPlan) throws -> [Word] {
    var words: [Word] = []
    for profile in profiles {
      for wish in profile.wishes where wish.key.kind == BootKind.name {
        do {
          if let obstacle = context.tooOld(wish.knob) { throw PlanContext.Reason(text: obstacle) }
          let value = try value(wish, profile)
          let text = value.isEmpty ? wish.key.name : "\(wish.key.name)=\(value)"
          if words.contains(where: { $0.text == text }) { continue }
          words.append(Word(text: text, parameter: wish.key.name, wish: wish, profile: profile))
        } catch let reason as PlanContext.Reason {
          plan.notApplicable.append(
            TuningPlan.Kept(key: wish.key.description, profile: profile.name, reason: reason.text))
        }
      }
    }
    return words
  }

  private func value(_ wish: Profile.Wish, _ profile: Profile) throws -> String {
    let place = (file: wish.file, line: wish.line)
    switch wish.value {
    case .literal(let text): return text
    case .cpus(let expression): return try context.cpus(expression, of: profile, at: place).description
    case .template(let text):
      let template = try BootTemplate(text, file: wish.file, line: wish.line)
      return try context.text(template, of: profile, at: place)
    }
  }

  /// What others of our profiles added stays, but for another value of the same parameter.
  private func change(_ key: SettingKey, ours: [String], own: [Word], missing: [Word]) -> PlannedChange {
    let reasons = missing.isEmpty ? own : missing
    let level = reasons.map(\.wish.knob.risk.level).max() ?? .low
    let notes = reasons.filter { $0.wish.knob.risk.level == level }.map {
      "\($0.parameter): \($0.wish.knob.risk.note)"
    }
    let templates = reasons.compactMap { word -> String? in
      guard case .template(let text) = word.wish.value else { return nil }
      return "\(word.parameter)=\(text)"
    }
    let (current, words) = (ours.joined(separator: " "), own.map(\.text).joined(separator: " "))
    return PlannedChange(
      key: key, type: .text, current: current, wanted: OwnPart.laid(words, over: current, type: .text),
      expression: templates.isEmpty ? nil : templates.joined(separator: " "),
      why: reasons.map { "\($0.parameter): \($0.wish.why)" }.joined(separator: "; "),
      risk: PlannedChange.Risk(level: level, note: notes.joined(separator: "; ")),
      profile: reasons.first?.profile.name ?? "", own: words)
  }
}
