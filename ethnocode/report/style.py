"""How the HTML report looks: one style sheet for screen, dark screen and paper."""

STYLE = """
:root {
  color-scheme: light dark;
  --paper: #fcfbf8; --band: #f5f3ed; --rule: #dedad0; --ink: #23262a; --soft: #62676d;
  --accent: #175c66;
  --h1: #e0eceb; --h2: #b9d7d5; --h3: #86b9b9; --h4: #34767d; --h5: #124750;
  --low: #23262a; --high: #ffffff; --warm: #f9e7c8; --warmer: #9a5b00;
  --serif: "Iowan Old Style", "Palatino Linotype", "URW Palladio L", P052, Palatino, Georgia,
    "Liberation Serif", serif;
  --sans: system-ui, -apple-system, "Segoe UI", "Noto Sans", "Liberation Sans", Arial, sans-serif;
  --mono: ui-monospace, Consolas, "Liberation Mono", monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17191b; --band: #1f2225; --rule: #373b3f; --ink: #e4e2dc; --soft: #a0a4a8;
    --accent: #8cc9c8;
    --h1: #1f3336; --h2: #27494d; --h3: #31666b; --h4: #62aaac; --h5: #b2e0dc;
    --low: #e4e2dc; --high: #101415; --warm: #43341a; --warmer: #e0ab5c;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 100%/1.55 var(--sans); }
body { max-width: 86rem; margin: 0 auto; padding: 3rem 2.5rem 4rem; }
h1, h2 { font-family: var(--serif); font-weight: 500; text-wrap: balance; }
h1 { font-size: 2.5rem; line-height: 1.15; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 1rem; }
section { margin-top: 3.5rem; }
nav + section, header + section { margin-top: 2.4rem; }
.study { margin: 0 0 .6rem; color: var(--accent); font-size: .95rem; font-weight: 600; }
dl { margin: 0; }
dd { margin: 0; overflow-wrap: anywhere; }
dt { color: var(--soft); }
.parameters {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(12rem, 1fr)); gap: .8rem 2rem;
  margin-top: 1.6rem; padding: 1rem 0; border: solid var(--rule); border-width: 1px 0;
}
.parameters dt { font-size: .8rem; }
nav ul { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; margin: 1rem 0 0; padding: 0; }
nav li { list-style: none; font-size: .9rem; }
.unseen, .charts > h2 { position: absolute; width: 1px; height: 1px; overflow: hidden; }
.unseen, .charts > h2 { clip-path: inset(50%); white-space: nowrap; }
a { color: var(--accent); text-underline-offset: .2em; text-decoration-thickness: 1px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.notes ul { max-width: 42rem; margin: 0; padding: 0 0 0 1.1rem; }
.notes li { margin-bottom: .5rem; padding-left: .3rem; }
.notes li::marker { color: var(--soft); content: "–  "; }
.scroll { overflow-x: auto; }
svg { display: block; max-width: 100%; height: auto; font-family: var(--sans); }
svg text { fill: var(--ink); font-variant-numeric: tabular-nums lining-nums; }
svg .cell rect { fill: var(--band); }
svg .none rect { fill: none; }
svg .sign rect { fill: none; stroke: var(--soft); stroke-dasharray: 2 2; stroke-opacity: .6; }
svg .zero text, svg .sign text { fill: var(--soft); }
svg .cell:hover rect { stroke: var(--ink); stroke-width: 1.5; }
svg .s1 rect { fill: var(--h1); } svg .s2 rect { fill: var(--h2); }
svg .s3 rect { fill: var(--h3); } svg .s4 rect { fill: var(--h4); }
svg .s5 rect { fill: var(--h5); }
svg .s1 text, svg .s2 text, svg .s3 text { fill: var(--low); }
svg .s4 text, svg .s5 text { fill: var(--high); }
figcaption p { margin: 1.2rem 0 0; max-width: 42rem; font-size: .85rem; color: var(--soft); }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.6rem; margin: .6rem 0 0; padding: 0; }
.legend li { display: flex; align-items: center; gap: .5rem; }
.legend li { list-style: none; font-size: .85rem; color: var(--soft); }
.legend li { font-variant-numeric: tabular-nums; }
.swatch { width: 1.5rem; height: 1rem; line-height: 1rem; }
.swatch { background: var(--band); text-align: center; }
.swatch.none { background: none; border: 1px solid var(--rule); }
.swatch.sign { background: none; border: 1px dashed var(--soft); }
.swatch.s1 { background: var(--h1); } .swatch.s2 { background: var(--h2); }
.swatch.s3 { background: var(--h3); } .swatch.s4 { background: var(--h4); }
.swatch.s5 { background: var(--h5); }
table { width: 100%; border-collapse: collapse; font-size: .9rem; line-height: 1.4; }
th, td { padding: .5rem .7rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; z-index: 2; background: var(--paper); color: var(--soft); }
thead th { font-size: .8rem; font-weight: 600; line-height: 1.25; vertical-align: bottom; }
thead th { box-shadow: inset 0 -1.5px 0 var(--ink); }
tbody th { font-weight: inherit; }
tbody tr { background: var(--paper); }
tbody tr:nth-child(even) { background: var(--band); }
tbody tr:last-child > * { border-bottom: 1px solid var(--rule); }
.table { overflow: auto; max-height: 85vh; }
.table.fits { overflow: visible; max-height: none; }
@media screen {
  .table.cut { -webkit-mask: var(--fade); mask: var(--fade); }
  .table.cut { --fade: linear-gradient(to left, rgb(0 0 0 / .15), #000 3.5rem); }
  .wide td.prose:not(:has(~ .prose)):not(.prose ~ .prose) {
    min-width: 60rem; max-width: 60rem; font: inherit;
  }
}
.table tr > :first-child { position: sticky; left: 0; background: inherit; z-index: 1; }
.table thead tr { background: var(--paper); }
.table thead tr > :first-child { z-index: 3; }
.table td a { scroll-margin: 5rem 2rem 2rem 14rem; }
.number { text-align: right; font-variant-numeric: tabular-nums lining-nums; white-space: nowrap; }
thead .number { white-space: normal; min-width: 3rem; }
.absent { color: var(--soft); }
.prose { min-width: 24rem; max-width: 42rem; font-family: var(--serif); font-size: 1rem; }
.prose:has(+ .prose), .prose + .prose { min-width: 15rem; }
.prose { white-space: pre-line; line-height: 1.5; unicode-bidi: plaintext; }
.more { margin: 1rem 0 0; color: var(--soft); font-style: italic; }
.meanings { margin-top: 2.2rem; font-size: .9rem; max-width: 46rem; }
.meanings div { display: grid; grid-template-columns: 9rem 1fr; gap: 0 1.2rem; padding: .3rem 0; }
footer { margin-top: 4.5rem; padding-top: 1.2rem; border-top: 1px solid var(--rule); }
footer { color: var(--soft); font-size: .85rem; }
footer p { margin: 0 0 .4rem; }
code { font-family: var(--mono); color: var(--ink); overflow-wrap: anywhere; }
@media (max-width: 60rem) {
  body { padding: 2.5rem 1.25rem; }
  h1 { font-size: 2rem; }
  .prose { min-width: 18rem; }
  .parameters { grid-template-columns: repeat(auto-fill, minmax(8rem, 1fr)); }
  .table tr > :first-child { max-width: 40vw; overflow-wrap: break-word; }
}
@media print {
  :root {
    color-scheme: light;
    --paper: #fff; --band: #f4f4f1; --rule: #ccc; --ink: #000; --soft: #444; --accent: #124750;
    --h1: #e0eceb; --h2: #b9d7d5; --h3: #86b9b9; --h4: #34767d; --h5: #124750;
    --low: #000; --high: #fff; --warm: #f9e7c8; --warmer: #7a4800;
  }
  @page { margin: 16mm; }
  html { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  svg { min-width: 0 !important; }
  nav, .remainder { display: none; }
  tbody.rest[hidden] { display: table-row-group; }
  .table { overflow: visible; max-height: none; }
  .table tr > :first-child { position: static; }
  thead th { position: static; box-shadow: none; border-bottom: 1.5px solid #000; }
  .prose { min-width: 0; }
  td, tbody th { overflow-wrap: break-word; }
  tr, figure, .meanings div { break-inside: avoid; }
  h2 { break-after: avoid; }
  .swatch, tbody tr, svg { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

TABLE_STYLE = """
.tools { display: flex; flex-wrap: wrap; gap: .6rem 1.4rem; align-items: center; }
.tools { margin: 0 0 1rem; font-size: .9rem; color: var(--soft); }
.tools input, .tools select, .show, .close {
  font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--soft);
  border-radius: 3px; padding: .25rem .5rem;
}
.tools input[type=search] { width: 14rem; max-width: 100%; }
.tools input[type=number] { width: 5.5rem; }
.tools select { max-width: 11rem; }
.tools .status { margin: 0 0 0 auto; font-variant-numeric: tabular-nums; }
.show, .close { cursor: pointer; font-size: .9rem; white-space: nowrap; }
.show[hidden] { display: none; }
.sort { all: unset; cursor: pointer; }
.sort:hover { color: var(--ink); }
.sort::after { content: "\\a0↕"; content: "\\a0↕" / ""; opacity: .55; font-weight: 400; }
[aria-sort=ascending] .sort::after { content: "\\a0↑"; content: "\\a0↑" / ""; opacity: 1; }
[aria-sort=descending] .sort::after { content: "\\a0↓"; content: "\\a0↓" / ""; opacity: 1; }
.wide table { font-size: .85rem; }
.wide th, .wide td { padding: .5rem .4rem; }
@media (max-width: 40rem) {
  .table table { font-size: .8rem; }
  .table thead th { font-size: .75rem; }
  .table th, .table td { padding: .4rem; }
}
[aria-sort=ascending] .sort, [aria-sort=descending] .sort { color: var(--ink); }
@page wide { size: landscape; }
@media print {
  .tools, .sort::after { display: none; }
  .wide { page: wide; }
  .wide table { font-size: 7pt; }
  .wide .prose { font-size: 7.5pt; min-width: 8rem; }
  .wide thead th { font-size: 6.5pt; }
  .wide th, .wide td { padding: 3px 4px; }
  a { color: inherit; text-decoration: none; }
}
"""
"""For tables that a script sorts and filters."""

OPENED_STYLE = """
.opened details { border-bottom: 1px solid var(--rule); padding: .5rem 0; }
.opened summary { cursor: pointer; overflow-wrap: anywhere; }
.opened details { content-visibility: auto; contain-intrinsic-size: auto 2.6rem; }
.read blockquote { content-visibility: auto; contain-intrinsic-size: auto 8rem; }
.cell-passages { margin: .6rem 0 .8rem; padding: 0 0 0 1.2rem; font-size: .9rem; }
.cell-passages li, blockquote footer { overflow-wrap: anywhere; }
.cell-passages li { list-style: none; margin: 0 0 .4rem; scroll-margin-top: 5rem; }
.cell-passages.filled > li > a { display: none; }
blockquote { margin: 0 0 1.6rem; scroll-margin-top: 1.5rem; }
blockquote p { margin: 0; }
blockquote footer { margin: .3rem 0 0; padding: 0; border: 0; }
.read blockquote { padding-left: 1.2rem; border-left: 2px solid transparent; }
.read blockquote:target { border-color: var(--accent); }
blockquote .prose { min-width: 0; }
mark { color: inherit; background: none; text-decoration-thickness: 2px; }
mark { text-underline-offset: .22em; text-decoration-skip-ink: none; }
mark.code-1 { background: var(--h1); text-decoration: underline solid 2px var(--h4); }
mark.code-2 { background: var(--warm); text-decoration: underline dotted 3px var(--warmer); }
mark.code-1.code-2 { background: var(--h2); text-decoration: underline double var(--ink); }
.key { margin: 0 0 1.2rem; font-size: .9rem; display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; }
.key[hidden] { display: none; }
svg a:hover rect { stroke: var(--ink); stroke-width: 1.5; }
.panel {
  margin: 0 0 0 auto; width: min(44rem, 100%); max-width: none; height: 100%; max-height: none;
  padding: 0; border: 0; border-left: 1px solid var(--rule);
  background: var(--paper); color: var(--ink); overflow: hidden;
}
.panel[open] { display: flex; flex-direction: column; }
.panel::backdrop { background: rgb(0 0 0 / .4); }
.bar { display: flex; gap: 1rem; justify-content: space-between; align-items: start; }
.bar { padding: 1.6rem 2rem 1rem; border-bottom: 1px solid var(--rule); }
.bar h2 { margin: 0; font-size: 1.2rem; overflow-wrap: anywhere; }
.passages { overflow: auto; padding: 1.6rem 2rem 2rem; flex: 1; overscroll-behavior: contain; }
@media (max-width: 60rem) {
  .bar { padding: 1rem 1.25rem .8rem; }
  .passages { padding: 1.2rem 1.25rem; }
}
@media print {
  .panel, .quoted { display: none !important; }
  .cell-passages.filled > li > a { display: inline; }
  .opened details, .read blockquote { content-visibility: visible; }
  .opened details { display: flex; flex-wrap: wrap; gap: 0 .8em; padding: .15em 0; border: 0; }
  .opened details::details-content { content-visibility: visible; display: contents; }
  .opened summary { list-style: none; }
  .opened .cell-passages, .opened .more { margin: 0; padding: 0; }
  .cell-passages li { display: inline; }
  .cell-passages span { display: none; }
  blockquote { break-inside: avoid; }
}
"""
"""For pages with cells that open to their passages."""
