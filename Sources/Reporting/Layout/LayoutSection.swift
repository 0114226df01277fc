internal import Advice
internal import Host
internal import Platform

/// A CPU layout on a page; the page's head needs ``LayoutStyle/sheet``.
enum LayoutSection {
  /// The picture, the groups, the guests, what does not fit, and the notes.
  ///
  /// - Parameter topology: the machine that the layout was made for.
  static func markup(_ layout: CPULayout, on topology: Topology) -> Markup {
    let reading = LayoutReading(layout, topology)
    return SectionParts.section("CPU layout", explanation: "\(reading.headline).") {
      unplaced(layout)
      SectionParts.grid {
        picture(reading)
        Markup.element("div") {
          groups(layout)
          guests(layout)
          notes(layout)
        }
      }
    }
  }

  private static func picture(_ reading: LayoutReading) -> Markup? {
    let marks = reading.legend.map { "\($0.label): \($0.meaning)" }
    let notes = [
      "Each box is a CPU; the threads of one core touch.",
      marks.isEmpty ? nil : "\(marks.joined(separator: ", ")).",
      reading.hasNumbers ? "A number: the guest that has the core for itself." : nil,
    ]
    let drawing = LayoutDrawing(reading)
    return Figure(
      title: "Who has which cores", note: notes.compactMap { $0 }.joined(separator: " "),
      draw: { drawing.draw(width: $0) }
    ).markup
  }

  private static func groups(_ layout: CPULayout) -> Markup? {
    guard !layout.partitions.isEmpty else { return nil }
    var table = Table(
      "Groups",
      [("group", .text), ("partition", .text), ("CPUs", .prose), ("memory nodes", .text), ("for", .prose)])
    table.isNamedAbove = false
    for partition in layout.partitions {
      table.rows.append([
        .element("code", partition.name), Markup(partition.kind.rawValue), Markup("\(partition.cpus)"),
        Markup("\(partition.mems)"), Markup(partition.why),
      ])
    }
    return table.markup
  }

  private static func guests(_ layout: CPULayout) -> Markup? {
    guard !layout.places.isEmpty else { return nil }
    var table = Table(
      "Guests",
      [
        ("guest", .text), ("virtual CPUs", .number), ("node", .text), ("CPUs", .prose), ("memory", .prose),
        ("one cache", .text),
      ])
    for place in layout.places {
      table.add([
        String(place.guest), String(place.virtualCPUs), "\(place.nodes)", "\(place.cpus)",
        LayoutReading.memory(place), place.cache ?? "–",
      ])
    }
    return SectionParts.details("Places of \(Units.count(layout.places.count, "guest"))") { table.markup }
  }

  private static func unplaced(_ layout: CPULayout) -> Markup? {
    guard !layout.unplaced.isEmpty else { return nil }
    return Markup.element("ul", ["class": "notices", "aria-label": "What does not fit"]) {
      for gap in layout.unplaced {
        Markup.element("li", ["class": "bad"]) {
          Markup.element("strong", "No place for \(gap.shape)")
          Markup.void("br")
          Markup(gap.reason)
        }
      }
    }
  }

  private static func notes(_ layout: CPULayout) -> Markup? {
    guard !layout.notes.isEmpty else { return nil }
    return Markup.element("ul", ["class": "layout-notes"]) {
      for note in layout.notes { Markup.element("li", note) }
    }
  }
}
