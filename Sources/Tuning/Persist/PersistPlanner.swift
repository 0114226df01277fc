/// Plans the files that repeat at every boot what a plan sets now. They are settings like others, so that the journal
/// knows what was there before, and revert takes them back.
struct PersistPlanner {
  let kinds: SettingKinds

  /// A setting, and the lines that repeat it.
  private struct Repeated {
    let change: PlannedChange
    let lines: [BootFile.Line]
  }

  func add(to plan: inout TuningPlan) {
    for profile in plan.profiles.map(\.name) { add(profile, to: &plan) }
  }

  private func add(_ profile: String, to plan: inout TuningPlan) {
    // The command line is kept in a file anyway. By name: the same profile always gives the same bytes.
    let settings = (plan.fulfilled + plan.all).filter {
      $0.profile == profile && $0.key.kind != BootKind.name && $0.key.kind != FileKind.name
    }.sorted { $0.key < $1.key }
    var repeated: [Repeated] = []
    for change in settings {
      do throws(BootFile.Refusal) {
        repeated.append(Repeated(change: change, lines: try BootFile.lines(change)))
      } catch {
        refuse([change], error.reason, &plan)
      }
    }
    let files = Set(repeated.flatMap { $0.lines.map(\.file) }).sorted()
    for file in files { add(file, repeated, profile, to: &plan) }
  }

  private func refuse(_ changes: [PlannedChange], _ reason: String, _ plan: inout TuningPlan) {
    plan.notPersisted += changes.map {
      TuningPlan.Kept(key: $0.key.description, profile: $0.profile, reason: reason)
    }
  }

  private func add(
    _ file: BootFile, _ repeated: [Repeated], _ profile: String, to plan: inout TuningPlan
  ) {
    let lines = repeated.flatMap(\.lines).filter { $0.file == file }
    let needing = repeated.filter { $0.lines.contains { $0.file == file && !$0.isExtra } }.map(\.change)
    do {
      let key = try SettingKey(kind: FileKind.name, name: file.path)
      if let obstacle = kinds[FileKind.name]?.obstacle(to: key.name) {
        return refuse(needing, obstacle, &plan)
      }
      let note = "# Written by assay tune apply --persist (profile \(profile)); removed by assay tune revert."
      let text = ([note] + (file.section.map { [$0] } ?? []) + lines.map(\.text)).joined(separator: "\n")
      let count = lines.count == 1 ? "a setting" : "\(lines.count) settings"
      let change = PlannedChange(
        key: key, type: .content, current: try kinds.read(key), wanted: text + "\n",
        why: "repeats \(count) at every boot",
        risk: PlannedChange.Risk(level: .low, note: "the settings outlast a reboot until they are reverted"),
        profile: profile)
      if change.isFulfilled(by: change.current) {
        plan.unchanged.append(
          TuningPlan.Kept(key: key.description, profile: profile, reason: "repeats \(count) at every boot"))
      } else {
        plan.changes.append(change)
      }
    } catch {
      refuse(needing, "\(error)", &plan)
    }
  }
}
