import { STYLE as PICTURE } from '../../traces/pictures/svg.ts';

/** The page's style, light or dark as the reader has it, and ink on white on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: light-dark(#fbfaf8, #14161a);
  --card: light-dark(#ffffff, #1b1e24);
  --ink: light-dark(#1d2126, #e4e6ea);
  --soft: light-dark(#545c66, #a9b1bc);
  --line: light-dark(#dcd9d2, #363b44);
  --accent: light-dark(#15548f, #8cc1f5);
  --good: light-dark(#1a5c34, #8adba6);
  --good-wash: light-dark(#e9f5ed, #19301f);
  --bad: light-dark(#a3211a, #ffa198);
  --bad-wash: light-dark(#fcecea, #3a1d1b);
  --warn: light-dark(#7a4b00, #f0bf71);
  --warn-wash: light-dark(#fdf3e0, #352811);
  --mono: ui-monospace, "SF Mono", "Cascadia Code", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
* { box-sizing: border-box }
html { scroll-padding-top: 1rem }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif }
.skip { position: absolute; left: -99rem }
.skip:focus { left: 1rem; top: 1rem; padding: .5rem 1rem; background: var(--card); z-index: 1 }
.top { max-width: 88rem; margin: 0 auto; padding: 1.1rem 2rem 1rem }
.top p { margin: .4rem 0 0; color: var(--soft); max-width: 60rem }
h1 { margin: 0; font-size: 1.9rem; line-height: 1.2; letter-spacing: -.02em; font-weight: 700 }
h2 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25; letter-spacing: -.01em }
h3 { margin: 2rem 0 .6rem; font-size: 1.1rem }
.columns { display: grid; grid-template-columns: 15rem minmax(0, 1fr); gap: 2.5rem; max-width: 88rem; margin: 0 auto; padding: 0 2rem 4rem }
nav { position: sticky; top: 1rem; align-self: start; font-size: .9rem }
nav ol { list-style: none; margin: 0; padding: 0; border-left: 2px solid var(--line) }
nav a { display: block; padding: .2rem .9rem; color: var(--soft); text-decoration: none }
nav a[aria-current] { color: var(--ink); font-weight: 600; box-shadow: -2px 0 var(--accent) }
nav p { margin: 1rem 0 .3rem; font-weight: 600 }
.print { display: block; margin-top: 1rem; color: var(--soft) }
nav a:hover { color: var(--accent) }
a { color: var(--accent) }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px }
section { padding-bottom: 2.4rem }
.chapter + .chapter { border-top: 1px solid var(--line); padding-top: 1.8rem }
main { overflow-wrap: break-word }
p, main ul, main ol { max-width: 58rem }
.appendix > summary { padding: .5rem 0 }
.appendix > summary h2 { display: inline; font-size: 1.2rem; margin-right: .8rem }
.appendix > summary span { color: var(--soft); font-weight: 400 }
.statements { list-style: none; padding: 0; display: grid; gap: .6rem; max-width: none }
.statements li { padding: .7rem 1rem; border-left: 5px solid currentColor; border-radius: .4rem; font-size: 1.05rem }
li.good { background: var(--good-wash); border-color: var(--good) }
li.bad { background: var(--bad-wash); border-color: var(--bad) }
li.warn { background: var(--warn-wash); border-color: var(--warn) }
.wide { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; font-size: .88rem; line-height: 1.45 }
caption { text-align: left; padding: .3rem 0 .6rem; color: var(--soft); caption-side: top }
th, td { padding: .35rem .8rem .35rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line) }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; border-bottom-width: 2px }
tbody th { font-weight: 600 }
td:has(a) { min-width: 9rem }
.chapter td:has(a) { min-width: 0 }
td.number { text-align: right; font-variant-numeric: tabular-nums }
td.good { color: var(--good) } td.bad { color: var(--bad); font-weight: 600 } td.warn { color: var(--warn) } td.dim { color: var(--soft) }
code, pre { font-family: var(--mono); font-size: .85em }
code { background: light-dark(#efede8, #262a32); padding: .08em .3em; border-radius: .25em }
pre { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .8rem 1rem; overflow-x: auto; line-height: 1.5 }
pre code { background: none; padding: 0 }
details { border: 1px solid var(--line); border-radius: .6rem; background: var(--card); padding: .5rem 1rem; margin: 1rem 0 }
summary { cursor: pointer; font-weight: 600; padding: .2rem 0 }
figure { margin: 1.4rem 0 }
figcaption { color: var(--soft); font-size: .9rem; max-width: 48rem }
.drawing { display: block; max-width: none; ${PICTURE}
  .good { fill: var(--good-wash); stroke: var(--good); stroke-width: 1.5 }
  .bad { fill: var(--bad-wash); stroke: var(--bad); stroke-width: 1.5; stroke-dasharray: 5 3 }
  .partly { fill: var(--warn-wash); stroke: var(--warn); stroke-width: 1.5 }
  .mark { stroke-width: 4 }
  line.bad, path.bad { fill: none }
  .head.bad { fill: var(--bad); stroke-dasharray: none }
}
@media (max-width: 62rem) {
  .columns { grid-template-columns: minmax(0, 1fr); padding: 0 1rem 3rem }
  nav { position: static; order: 1 }
  .chapter:first-of-type :is(th, td) { padding-right: .5rem; font-size: .8rem; white-space: normal }
  .chapter:first-of-type td:nth-child(2) { overflow-wrap: anywhere }
  .top { padding: 1rem }
  h1 { font-size: 1.4rem }
}
@page { margin: 16mm 14mm 18mm; @bottom-center { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif } }
@media print {
  :root { color-scheme: light }
  body { background: #fff; font-size: 9pt; line-height: 1.25; orphans: 3; widows: 3 }
  nav, .skip { display: none }
  body:not(:has(#print-all:checked)) .appendix { display: none }
  .top, .columns { padding: 0 }
  .columns { display: block }
  h1 { font-size: 17pt }
  h2 { font-size: 13pt; margin-bottom: .5rem }
  section { padding-bottom: .6rem }
  .chapter + .chapter { padding-top: .7rem }
  .statements { gap: .3rem }
  .statements li { font-size: inherit; padding: .3rem .7rem }
  .wide, pre { overflow: visible; margin: .6rem 0 }
  table, figcaption { font-size: 8pt; line-height: 1.3 }
  th, td { padding: .2rem .5rem .2rem 0 }
  thead { display: table-header-group }
  thead th { white-space: normal }
  td:has(a) { min-width: 0 }
  figure, p, ul, ol { margin: .5rem 0 }
  .drawing { max-width: 100%; max-height: 8cm; height: auto }
  pre { white-space: pre-wrap }
  figure, tr, .statements li { break-inside: avoid }
  h1, h2, h3, summary, caption, p:has(+ .wide), p:has(+ ul), p:has(+ ol) { break-after: avoid }
  figcaption { break-before: avoid }
  .appendix { border: 0; padding: 0; break-before: page }
  details::details-content { content-visibility: visible; block-size: auto }
}
`;
