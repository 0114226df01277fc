/// What a page of a comparison needs besides the common looks.
enum ComparisonStyle {
  static let sheet: StaticString = """
    :root { --band: color-mix(in srgb, var(--blue) 11%, transparent); }
    h1 .sign { display: inline-block; min-width: 1em; }
    .verdict-better { color: var(--good); } .verdict-worse { color: var(--bad); }
    .verdict-same { color: var(--ink); } h1.verdict-same { color: var(--good); }
    .verdict-inconclusive, .verdict-invalid, .verdict-incomparable { color: var(--warn); }
    h1.verdict-incomparable, h1.verdict-invalid { color: var(--bad); }
    .decisive { padding-left: 20px; margin: 8px 0; max-width: 110ch; }
    .cards.counts { grid-template-columns: repeat(auto-fit, minmax(130px, 1fr)); max-width: 1000px; }
    .card.none .figure, .card.none dt { color: var(--muted); font-weight: 400; }
    .suspects { padding-left: 24px; max-width: 100ch; } .suspects li { margin: 0 0 8px; }
    h4.benchmark { display: flex; flex-wrap: wrap; gap: 0 14px; align-items: baseline; margin: 28px 0 0; font-size: 16px; }
    section > .legend { margin: 12px 0 0; }
    svg.fluid { height: 26px; } svg.axis-row { height: 36px; } svg.place { width: 1px; height: 1px; }
    .whisker { stroke-width: 2; fill: none; } .cut { stroke: none; }
    .whisker.better { stroke: var(--good); } .whisker.worse { stroke: var(--bad); }
    .whisker.same { stroke: var(--blue); }
    .whisker.inconclusive, .whisker.invalid, .whisker.incomparable { stroke: var(--warn); }
    .mark.better, .cut.better { fill: var(--good); } .mark.worse, .cut.worse { fill: var(--bad); }
    .mark.same, .cut.same { fill: var(--blue); }
    .mark.inconclusive { fill: var(--surface); stroke: var(--warn); stroke-width: 2; }
    .cut.inconclusive, .cut.invalid, .cut.incomparable { fill: var(--warn); }
    table.forest { width: 100%; table-layout: fixed; margin: 4px 0 8px; }
    .forest thead th { position: sticky; top: 0; background: var(--ground); z-index: 1; padding-top: 4px; }
    .forest td, .forest th { vertical-align: middle; }
    .forest .name { white-space: normal; overflow-wrap: anywhere; width: 23%; font-weight: 500; }
    .forest .name a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 2px; }
    .forest .verdict { width: 108px; font-weight: 600; } .forest .verdict-same { font-weight: 400; }
    .forest .hint .verdict, .forest .hint .name { font-weight: 400; } .forest .hint .name { color: var(--muted); }
    .forest .remark { display: block; font-size: 12px; font-weight: 400; color: var(--muted); line-height: 1.35; }
    .forest .change { width: 82px; } .forest .interval { width: 122px; } .forest .p { width: 70px; }
    .forest .base, .forest .candidate { width: 104px; } .forest .n { width: 58px; }
    .forest .change, .forest .interval, .forest .base, .forest .candidate, .forest .p, .forest .n { text-align: right; }
    .forest td.change { font-weight: 600; }
    .forest tr.family th { border-bottom: 1px solid var(--muted); padding-top: 12px; white-space: normal; }
    .forest tr.family .better { white-space: normal; }
    .forest .plot { padding: 0; } .forest td.plot { -webkit-print-color-adjust: exact; print-color-adjust: exact;
      background: linear-gradient(var(--muted), var(--muted)) 50% 0 / 1px 100% no-repeat,
        linear-gradient(to right, transparent var(--from), var(--band) var(--from), var(--band) var(--to),
        transparent var(--to)); }
    .strips { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); gap: 18px 24px;
      margin: 16px 0; }
    .strip { scroll-margin-top: 12px; min-width: 0; } .strip svg { max-width: 440px; } .strip h4 { overflow-wrap: anywhere; }
    .strip:target { outline: 2px solid var(--blue); outline-offset: 6px; border-radius: 2px; }
    .strip figcaption p { margin: 0 0 4px; }
    .dots { fill: none; stroke-width: 5.5; stroke-opacity: 0.75; } .dots.many { stroke-width: 3.5; stroke-opacity: 0.6; }
    .dots.base { stroke: var(--blue); stroke-linecap: round; } .dots.candidate { stroke: var(--orange); stroke-linecap: square; }
    .dots.candidate { stroke-width: 4.5; } .dots.candidate.many { stroke-width: 3; }
    .level { stroke-width: 1.5; } .level.base { stroke: var(--blue); stroke-dasharray: 5 3; } .level.candidate { stroke: var(--orange); }
    @media (max-width: 1099px) {
      .forest, .forest thead, .forest tbody { display: block; }
      .forest thead { position: sticky; top: 0; z-index: 1; }
      .forest thead th:not(.plot) { display: none; }
      .forest thead tr, .forest thead th.plot { display: block; }
      .forest tr.family, .forest tr.family th { display: block; }
      .forest tr.metric { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 12px; padding: 8px 0 6px;
        border-bottom: 1px solid var(--line); }
      .forest tr.metric td, .forest tr.metric th { display: block; width: auto; border: 0; padding: 0; text-align: left; }
      .forest tr.metric .verdict { order: 0; } .forest tr.metric .name { order: 1; flex: 1 1 50%; }
      .forest tr.metric .change { order: 2; } .forest tr.metric .plot { order: 3; flex: 1 0 100%; margin: 2px 0; }
      .forest tr.metric .interval, .forest tr.metric .base, .forest tr.metric .candidate, .forest tr.metric .p,
      .forest tr.metric .n { order: 4; font-size: 12px; color: var(--muted); }
      .forest .base::before { content: "base "; } .forest .candidate::before { content: "candidate "; }
      .forest .p::before { content: "p "; } .forest .n::before { content: "n "; }
    }
    """
}
