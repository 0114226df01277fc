/// Effects against one base, each with its interval.
struct EffectFigure {
  var title: String
  var axisName: String
  /// Names and effects; those without an effect are left out.
  var rows: [(name: String, effect: Effect?)]

  /// The figure; nil when nothing can be compared.
  var markup: Markup? {
    let known = rows.compactMap { row in row.effect.map { (name: row.name, effect: $0) } }
    let plot = ForestPlot(
      title: title, axisName: axisName,
      rows: known.map { name, effect in
        .init(
          name: name, center: effect.center, range: effect.range, text: effect.text, detail: effect.rangeText)
      })
    let kinds = Set(known.map(\.effect.isInterval))
    let whiskers =
      kinds == [true]
      ? "95 % interval"
      : kinds == [false] ? "range of the pairs" : "95 % interval, with fewer than six pairs their range"
    return Figure(
      title: title, note: "Bars: \(whiskers). A bar across the zero line: no difference beyond doubt.",
      draw: { plot.draw(width: $0) }
    ).markup
  }
}
