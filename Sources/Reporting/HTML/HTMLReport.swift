public import Experiment

/// One HTML file for one or several Runs: no script, no network, text escaped, light and dark.
public enum HTMLReport {
  /// The page of these Runs.
  ///
  /// - Returns: A whole document in UTF-8. The same Runs give the same page to the byte.
  public static func render(_ runs: [Run]) -> String {
    let named = NamedRun.all(runs)
    let title = Self.title(named)
    return Markup.document {
      DocumentHead.markup(title: title)
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) {
          Markup.element("h1", title)
          if named.isEmpty { Markup.element("p", ["class": "lead"], "No Run was given.") }
          if named.count > 1 { contents(named) }
        }
        Markup.element("main") {
          if named.count > 1 { Overview.markup(named) }
          for (index, run) in named.enumerated() {
            RunPage(run: run, isAlone: named.count == 1, anchor: "run\(index + 1)").markup
          }
        }
        Markup.element("footer", ["class": "page"]) {
          Markup.element(
            "p",
            "Values are medians of the samples that count. Sizes in KiB, MiB, GiB are powers of 1,024; rates in GB/s are powers of 1,000."
          )
        }
      }
    }.source
  }

  private static func title(_ named: [NamedRun]) -> String {
    switch named.count {
    case 0: "Assay: no Run"
    case 1: "Assay: \(named[0].name)"
    default: "Assay: \(named.count) Runs"
    }
  }

  private static func contents(_ named: [NamedRun]) -> Markup {
    .element("nav", ["aria-label": "Runs"]) {
      Markup.element("ul") {
        for (index, run) in named.enumerated() {
          Markup.element("li") { Markup.element("a", ["href": "#run\(index + 1)"], run.name) }
        }
      }
    }
  }
}
