/** The report's style: light or dark as the reader has it, ink on white on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf8, #14161a);
  --card: light-dark(#ffffff, #1b1e24);
  --ink: light-dark(#1d2126, #e4e6ea);
  --soft: light-dark(#545c66, #a9b1bc);
  --line: light-dark(#dcd9d2, #363b44);
  --accent: light-dark(#15548f, #8cc1f5);
  --good: light-dark(#1a5c34, #8adba6); --good-wash: light-dark(#e9f5ed, #19301f);
  --bad: light-dark(#a3211a, #ffa198); --bad-wash: light-dark(#fcecea, #3a1d1b);
  --warn: light-dark(#7a4b00, #f0bf71); --warn-wash: light-dark(#fdf3e0, #352811);
  --mark: light-dark(#fff3c4, #4a3d10);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box }
body { margin: 0 auto; max-width: 84rem; padding: 2rem; background: var(--paper); color: var(--ink); font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em }
h2 { margin: 0 0 .4rem; font-size: 1.25rem; overflow-wrap: anywhere }
h3 { margin: 0 0 .4rem; font-size: .9rem; color: var(--soft); font-weight: 600; overflow-wrap: anywhere }
p { margin: .5rem 0; max-width: 56rem }
.lead { font-size: 1.15rem }
.soft { color: var(--soft) }
.id, .file { font-family: var(--mono); font-size: .85em; color: var(--soft); overflow-wrap: anywhere }
article { background: var(--card); border: 1px solid var(--line); border-left-width: 6px; border-radius: .6rem; padding: 1.2rem 1.4rem; margin: 1.6rem 0 }
article.good { border-left-color: var(--good) } article.bad { border-left-color: var(--bad) } article.warn { border-left-color: var(--warn) }
.badge { display: inline-block; padding: .1rem .6rem; border-radius: 1rem; font-size: .85rem; font-weight: 600; white-space: nowrap }
.badge.good { background: var(--good-wash); color: var(--good) } .badge.bad { background: var(--bad-wash); color: var(--bad) } .badge.warn { background: var(--warn-wash); color: var(--warn) }
.verdict { font-size: 1.05rem }
.picture { display: block; width: 100%; max-width: 56rem; height: auto; margin: 1rem 0; font: 13px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif }
.picture text { fill: var(--ink) } .picture .soft { fill: var(--soft) } .picture .end { text-anchor: end } .picture .mid, .picture .in { text-anchor: middle } .picture .strong { font-weight: 600 }
.picture .number { font-size: 11px; font-weight: 600 }
.picture .halo { paint-order: stroke; stroke: var(--card); stroke-width: 4px; stroke-linejoin: round }
.picture .life { fill: none; stroke: var(--line); stroke-width: 1.5 }
.picture .job { fill: var(--good-wash); stroke: var(--good) } .picture .job.died { fill: var(--bad-wash); stroke: var(--bad) }
.picture .tick { stroke: var(--soft); stroke-width: 1.5 }
.picture .head { fill: none; stroke: var(--line) } .picture .lane { stroke: var(--line); stroke-width: 2 }
.picture .wire { stroke: var(--soft); fill: none; stroke-dasharray: 5 4 } .picture .point { fill: var(--soft) }
.picture .step { fill: var(--card); stroke: var(--accent); stroke-width: 2 }
.picture .step.bad, .picture .end-mark.bad { fill: var(--bad-wash); stroke: var(--bad) } .picture .step.good, .picture .end-mark.good { fill: var(--good-wash); stroke: var(--good) } .picture .step.warn, .picture .end-mark.warn { fill: var(--warn-wash); stroke: var(--warn) }
.picture .end-mark { stroke-width: 2 } .picture .cross { stroke: var(--ink); stroke-width: 2 }
.logs { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; margin-top: 1rem }
.log ol { list-style: none; margin: 0; padding: .5rem 0; border: 1px solid var(--line); border-radius: .4rem; font: .78rem/1.5 var(--mono) }
.log li { display: grid; grid-template-columns: 3.6rem 1.6rem minmax(0, 1fr); padding: .05rem .6rem .05rem 0; color: var(--soft) }
.log li > * { overflow-wrap: anywhere }
.log .n { text-align: right; padding-right: .6rem; user-select: none }
.log li.mark { background: var(--mark); color: var(--ink) }
.log .step { font-weight: 700; color: var(--accent) }
.log li.gap { color: var(--soft); padding-left: 5.2rem }
.times { border-collapse: collapse; font-size: .92rem } .times td { padding: .15rem 1rem .15rem 0; vertical-align: top } .times td:first-child { font-variant-numeric: tabular-nums; white-space: nowrap; color: var(--soft) }
.wide { overflow-x: auto }
.all { border-collapse: collapse; font-size: .9rem } .all th, .all td { padding: .3rem 1rem .3rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top } .all thead th { color: var(--soft) }
.warning { border-left: 4px solid var(--warn); padding-left: .8rem; overflow-wrap: anywhere }
a { color: var(--accent) }
@media (max-width: 40rem) {
  body { padding: 1rem } article { padding: .9rem 1rem }
  .picture { min-width: 46rem }
  .times td { display: block; padding: 0 } .times td:last-child { padding-bottom: .4rem }
  .log li { grid-template-columns: 2.6rem 1.3rem minmax(0, 1fr) } .log li.gap { padding-left: 3.9rem }
}
@media print {
  :root { color-scheme: light }
  body { max-width: none; padding: 0; background: #fff; font-size: 10pt }
  article { border-color: #999; break-inside: auto }
  .picture, .verdict, h2, .log li { break-inside: avoid } h2, h3 { break-after: avoid }
  .logs { grid-template-columns: 1fr 1fr; gap: .5rem } .log ol { font-size: 6.5pt }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact }
}
`;
