/// The page's looks. Colours are named once, for light and for dark; each pair of text and ground has a contrast of at
/// least 4.5 (WCAG 2.1, 1.4.3).
enum Style {
  static let sheet: StaticString = """
    :root { color-scheme: light dark;
      --ground: #fbfbfa; --surface: #ffffff; --ink: #1c2126; --muted: #59636e; --line: #dfe2e5; --faint: #eef0f1;
      --blue: #1660a8; --orange: #ad4a05; --green: #1c7048; --violet: #7443a6; --rose: #a8325a;
      --good: #1c7048; --warn: #945500; --bad: #b3261e; }
    @media (prefers-color-scheme: dark) { :root {
      --ground: #14171a; --surface: #1b1f23; --ink: #e6e8ea; --muted: #a0a9b2; --line: #363d44; --faint: #252a2f;
      --blue: #6cb2f2; --orange: #f0975a; --green: #67c597; --violet: #bd98ea; --rose: #ee8aae;
      --good: #67c597; --warn: #e3ab55; --bad: #f2857d; } }
    * { box-sizing: border-box; }
    html { -webkit-text-size-adjust: 100%; }
    body { margin: 0; background: var(--ground); color: var(--ink);
      font: 15px/1.5 system-ui, "Segoe UI", Roboto, "Helvetica Neue", "DejaVu Sans", sans-serif;
      font-variant-numeric: tabular-nums; overflow-wrap: break-word; }
    main, header.page, footer.page { max-width: 1520px; margin: 0 auto; padding: 0 28px; }
    header.page { padding-top: 32px; }
    footer.page { padding-bottom: 40px; color: var(--muted); font-size: 13px; }
    h1 { font-size: 26px; line-height: 1.25; font-weight: 650; margin: 0 0 4px; letter-spacing: -0.01em; }
    h2 { font-size: 22px; line-height: 1.3; font-weight: 650; margin: 48px 0 4px; padding-top: 16px;
      border-top: 2px solid var(--ink); }
    h3 { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 14px; font-size: 18px; font-weight: 650; margin: 40px 0 4px; }
    .better { font-size: 13px; font-weight: 400; color: var(--muted); white-space: nowrap; }
    h4 { font-size: 15px; font-weight: 650; margin: 0; }
    p { margin: 4px 0 12px; max-width: 90ch; }
    .lead, .quiet { color: var(--muted); }
    a { color: var(--blue); }
    nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 8px 0; }
    code { font: 13px/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
      overflow-wrap: anywhere; }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 200px), 1fr)); gap: 1px;
      background: var(--surface); border: 1px solid var(--line); border-radius: 6px; overflow: hidden;
      margin: 20px 0 8px; padding: 0; }
    .card { padding: 14px 16px 12px; box-shadow: 0 0 0 1px var(--line); }
    .card dt { color: var(--muted); font-size: 13px; }
    .card dd { margin: 0; }
    .card .figure { font-size: 25px; line-height: 1.25; font-weight: 600; letter-spacing: -0.01em; }
    .card .unit { font-size: 15px; font-weight: 400; color: var(--muted); }
    .card .note { font-size: 13px; color: var(--muted); display: block; }
    .grid { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 620px), 1fr)); gap: 20px 40px;
      align-items: start; margin-top: 12px; }
    .grid > * { min-width: 0; }
    figure { margin: 0 0 8px; }
    figcaption p { color: var(--muted); font-size: 13px; margin: 0 0 8px; }
    svg { display: block; width: 100%; height: auto; overflow: visible; }
    .wide svg { max-width: 820px; }
    .narrow { display: none; }
    .scroll { overflow-x: auto; margin: 8px 0 12px; }
    .scroll:focus-visible, summary:focus-visible, a:focus-visible { outline: 2px solid var(--blue);
      outline-offset: 2px; }
    table { border-collapse: collapse; font-size: 13px; }
    caption { text-align: left; color: var(--muted); padding: 0 0 6px; }
    caption.unseen { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); }
    th, td { padding: 4px 14px 4px 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
    thead th { color: var(--muted); font-weight: 500; border-bottom-color: var(--muted); vertical-align: bottom; }
    tbody th { font-weight: 500; }
    th.number, td.number { text-align: right; } .whole, td, th { white-space: nowrap; }
    th.prose, td.prose { white-space: normal; min-width: 18ch; overflow-wrap: anywhere; }
    details { margin: 4px 0 12px; }
    summary { cursor: pointer; color: var(--blue); font-size: 13px; width: fit-content; }
    .facts { display: grid; grid-template-columns: minmax(110px, max-content) 1fr; gap: 2px 18px; margin: 8px 0;
      font-size: 13px; }
    .facts dt { color: var(--muted); overflow-wrap: anywhere; }
    .facts dd { margin: 0; overflow-wrap: anywhere; }
    .notices { list-style: none; padding: 0; margin: 12px 0; }
    .notices li { border-left: 4px solid var(--warn); padding: 2px 0 2px 12px; margin: 0 0 10px; max-width: 90ch; }
    .notices li.bad { border-color: var(--bad); }
    .notices li.skip { border-color: var(--line); }
    .notices strong { font-weight: 600; }
    .legend { display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 40px 0 0; list-style: none;
      font-size: 13px; color: var(--muted); }
    .legend svg { display: inline-block; width: 16px; height: 16px; vertical-align: -3px; margin-right: 5px; }
    .legend + section h3 { margin-top: 16px; }
    .status-valid { color: var(--good); } .status-suspect, .over-suspect { color: var(--warn); }
    .status-invalid, .over-invalid { color: var(--bad); font-weight: 600; }
    table.heat td { text-align: center; min-width: 44px; padding: 9px 4px;
      border: 2px solid var(--ground);
      background: color-mix(in srgb, var(--blue) calc(var(--heat) * 42% + 5%), var(--surface)); }
    table.heat td.none { background: var(--faint); color: var(--muted); }
    table.heat td.local { outline: 2px solid var(--ink); outline-offset: -3px; }
    table.heat th { border: 0; padding: 9px 10px 9px 0; } table.heat thead th { text-align: center; padding: 4px; }

    text { fill: var(--ink); font-size: 13px; }
    .tick, .note, .axis-name { fill: var(--muted); } .tick, .note { font-size: 12px; }
    .axis-name { font-size: 12px; } .value { font-weight: 600; } .small { font-size: 11px; } .point-name { font-size: 12px; }
    .axis { stroke: var(--muted); stroke-width: 1; } .grid-line, line.grid { stroke: var(--line); stroke-width: 1; }
    .clear { paint-order: stroke; stroke: var(--ground); stroke-width: 4px; stroke-linejoin: round; }
    .row { stroke: var(--faint); stroke-width: 1; }
    svg .interval { fill: var(--blue); opacity: 0.18; } .median { stroke: var(--blue); stroke-width: 2; }
    .mark { stroke-width: 1.6; } .mark.valid { fill: var(--ink); fill-opacity: 0.55; stroke: none; }
    .mark.suspect { fill: var(--surface); stroke: var(--warn); } .mark.invalid { fill: none; stroke: var(--bad); }
    .line { fill: none; stroke-width: 2; stroke-linejoin: round; } .line.dashed { stroke-dasharray: 6 4; }
    .line.dotted { stroke-dasharray: 2 3; }
    .s0.line, .s0.mark { stroke: var(--blue); } .s0.mark { fill: var(--blue); } text.s0 { fill: var(--blue); }
    .s1.line, .s1.mark { stroke: var(--orange); } .s1.mark { fill: var(--orange); } text.s1 { fill: var(--orange); }
    .s2.line, .s2.mark { stroke: var(--green); } .s2.mark { fill: var(--green); } text.s2 { fill: var(--green); }
    .s3.line, .s3.mark { stroke: var(--violet); } .s3.mark { fill: var(--violet); } text.s3 { fill: var(--violet); }
    .s4.line, .s4.mark { stroke: var(--rose); } .s4.mark { fill: var(--rose); } text.s4 { fill: var(--rose); }
    .bar { fill: var(--blue); opacity: 0.75; } .bar.s1 { fill: var(--orange); }
    .blackout { fill: var(--bad); opacity: 0.25; }
    .mark.hollow { fill: var(--ground); } .line.front { stroke: var(--muted); stroke-width: 1.5; }
    .leader { stroke: var(--muted); stroke-width: 0.75; }
    .mark.ring { fill: var(--surface); } .mark.knee-mark { fill: none; stroke: var(--ink); stroke-width: 2; }
    .guide { stroke: var(--muted); stroke-width: 1; stroke-dasharray: 2 3; } 
    .package { fill: none; stroke: var(--muted); } .node { fill: var(--faint); } .cache { fill: var(--surface);
      stroke: var(--line); }
    .cpu { fill: var(--blue); fill-opacity: 0.16; stroke: var(--blue); }
    .cpu.forbidden { fill: none; stroke: var(--muted); stroke-dasharray: 2 2; }
    .cpu.kind1 { fill: var(--orange); fill-opacity: 0.16; stroke: var(--orange); }
    .cpu.kind2 { fill: var(--green); fill-opacity: 0.16; stroke: var(--green); }
    @media (max-width: 719px) {
      main, header.page, footer.page { padding-left: 16px; padding-right: 16px; }
      .wide { display: none; } .narrow { display: block; } .narrow svg { max-width: 480px; }
      .cards { grid-template-columns: repeat(2, 1fr); } .card { padding: 10px 12px; } .card .figure { font-size: 20px; }
      .grid { gap: 28px; } .facts { grid-template-columns: 1fr; gap: 0; } .facts dd { margin-bottom: 6px; }
    }
    @media print { body { background: none; } figure, .card, .notices li { break-inside: avoid; } }
    """
}
