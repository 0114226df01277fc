public import Experiment

/// One HTML file for one or several Runs: no script, no network, text escaped, light and dark.
public enum HTMLReport {
  /// The page of these Runs.
  ///
  /// - Returns: A whole document in UTF-8. The same Runs give the same page to the byte.
  public static func render(_ runs: [Run]) -> String {
    let views = RunView.all(runs)
    let title = Self.title(views)
    return Markup.document {
      Markup.element("head") {
        Markup.void("meta", ["charset": "utf-8"])
        Markup.void("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
        // The page loads nothing; this makes the browser hold it to that.
        Markup.void(
          "meta",
          [
            "http-equiv": "Content-Security-Policy",
            "content": "default-src 'none'; style-src 'unsafe-inline'",
          ])
        Markup.element("title", title)
        Markup.style(Style.sheet)
      }
      Markup.element("body") {
        Markup.element("header", ["class": "page"]) {
          Markup.element("h1", title)
          if views.isEmpty { Markup.element("p", ["class": "lead"], "No Run was given.") }
          if views.count > 1 { contents(views) }
        }
        Markup.element("main") {
          if views.count > 1 { Overview.markup(views) }
          for (index, view) in views.enumerated() {
            RunPage(view: view, isAlone: views.count == 1, anchor: "run\(index + 1)").markup
          }
        }
        Markup.element("footer", ["class": "page"]) {
          Markup.element(
            "p",
            "Medians of the samples that count, with 95 % bootstrap intervals. One sample is one fresh process. Sizes in KiB, MiB, GiB are powers of 1,024; rates in GB/s are powers of 1,000."
          )
        }
      }
    }.source
  }

  private static func title(_ views: [RunView]) -> String {
    switch views.count {
    case 0: "Assay: no Run"
    case 1: "Assay: \(views[0].name)"
    default: "Assay: \(views.count) Runs"
    }
  }

  private static func contents(_ views: [RunView]) -> Markup {
    .element("nav", ["aria-label": "Runs"]) {
      Markup.element("ul") {
        for (index, view) in views.enumerated() {
          Markup.element("li") { Markup.element("a", ["href": "#run\(index + 1)"], view.name) }
        }
      }
    }
  }
}
