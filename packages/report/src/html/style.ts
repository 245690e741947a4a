/** The look of the page, light and dark. Every pair of text and ground has a contrast of at least 4.5. */
export const style = `
:root {
  color-scheme: light dark;
  --ground: #f3f6f8; --paper: #ffffff; --ink: #12222f; --quiet: #526573; --line: #d8e0e6; --wash: #eef3f6;
  --link: #0b5cad; --good: #14703f; --wary: #8a5200; --bad: #b3261e;
  --critical: #8e1b2e; --high: #c2410c; --medium: #8f6400; --unknown: #5b5f87; --low: #1f6f8b; --negligible: #5f6b75;
  --hull: #1d3446; --hull-bottom: #8c3b33; --seam: #ffffff14; --mark: #ffffff; --sea: #2f7fb0; --sea-back: #1f6390;
  --shadow: 0 1px 2px #0f22331a, 0 6px 20px #0f223312;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0b141b; --paper: #131f29; --ink: #e6eef4; --quiet: #9bb0bf; --line: #263744; --wash: #1a2934;
    --link: #7cc0ff; --good: #5fd39a; --wary: #f0b45c; --bad: #ff8f85;
    --critical: #b3263f; --high: #c2500f; --medium: #8f6a10; --unknown: #62668f; --low: #23718c; --negligible: #566570;
    --hull: #16293a; --hull-bottom: #6d2f2a; --seam: #ffffff0f; --mark: #f2f7fa; --sea: #1d5f8c; --sea-back: #164a70;
    --shadow: 0 1px 2px #0006;
  }
}
* { box-sizing: border-box; }
html { scroll-padding-top: 4rem; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
main, .bar-inner, footer { max-width: 76rem; margin: 0 auto; padding: 0 1.25rem; }
a { color: var(--link); overflow-wrap: anywhere; }
h1, h2, h3, p, ul, ol, dl { margin: 0; }
h2 { font-size: 1.3rem; letter-spacing: -.01em; margin-bottom: .9rem; }
h3 { font-size: 1rem; overflow-wrap: anywhere; }
code, pre, .digest, .version { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; font-size: .86em; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; background: var(--wash); border-radius: 6px; padding: .6rem .75rem; margin: .4rem 0 0; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 4px; }
.quiet { color: var(--quiet); font-size: .9em; }
.good { color: var(--good); } .wary { color: var(--wary); } .bad { color: var(--bad); }
.visually-hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -100vw; } .skip:focus { left: 1rem; top: .5rem; z-index: 3; background: var(--paper); padding: .4rem .8rem; }
main > section { margin: 2.5rem 0; }

.bar { position: sticky; top: 0; z-index: 2; background: var(--paper); border-bottom: 1px solid var(--line); }
.bar-inner { display: flex; gap: .25rem 1.5rem; align-items: center; flex-wrap: wrap; padding-block: .6rem; }
.brand { display: flex; align-items: center; gap: .5rem; font-weight: 700; letter-spacing: .01em; margin-right: auto; }
.small-mark { width: 1.5rem; height: 1.5rem; fill: none; stroke: currentColor; stroke-width: 2.6; }
.bar nav { display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .92rem; }
.bar nav a { color: var(--quiet); text-decoration: none; } .bar nav a:hover { color: var(--ink); text-decoration: underline; }

.hero { display: grid; grid-template-columns: minmax(0, 1fr) minmax(15rem, 26rem); background: var(--paper); border-radius: 14px; box-shadow: var(--shadow); overflow: hidden; margin-top: 1.75rem !important; border-left: 6px solid var(--tone); }
.hero-pass { --tone: var(--good); } .hero-warn { --tone: var(--wary); } .hero-fail { --tone: var(--bad); }
.hero-text { padding: 1.75rem 2rem 2rem; min-width: 0; }
.eyebrow { color: var(--quiet); font-size: .9rem; }
.verdict-badge { display: inline-block; text-transform: uppercase; font-weight: 700; font-size: .78rem; letter-spacing: .09em; color: var(--tone); border: 1.5px solid currentColor; border-radius: 5px; padding: .05rem .5rem; margin-right: .4rem; }
h1 { font-size: clamp(2rem, 1.3rem + 2.6vw, 3.1rem); line-height: 1.1; letter-spacing: -.025em; margin: .5rem 0 .6rem; color: var(--tone); text-wrap: balance; }
.reference { font-size: 1.1rem; font-weight: 600; overflow-wrap: anywhere; }
.digest { color: var(--quiet); font-size: .8rem; overflow-wrap: anywhere; }
.reasons { margin-top: 1.1rem; } ul.reasons { padding-left: 1.1rem; } .reasons li { margin: .3rem 0; overflow-wrap: anywhere; } .reasons li::marker { color: var(--tone); }
.hull { width: 100%; height: 100%; min-height: 14rem; display: block; }
.hull-side { fill: var(--hull); } .hull-bottom { fill: var(--hull-bottom); }
.hull-seams { stroke: var(--seam); stroke-width: 2; }
.hull-mark { stroke: var(--mark); fill: none; stroke-width: 8; } .hull-mark .fine { stroke-width: 3.5; }
.hull-mark text { fill: var(--mark); stroke: none; font: 700 13px system-ui, sans-serif; } .hull-mark .letters text { font-size: 17px; } .hull-mark .marks text { font-size: 11px; font-weight: 600; }
.sea-deep { fill: var(--sea-back); fill-opacity: .9; } .sea-front { fill: var(--sea); fill-opacity: .5; } .sea-back { fill: var(--sea-back); fill-opacity: .4; }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; }
.card { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem; min-width: 0; }
.card h2 { font-size: .85rem; font-weight: 600; color: var(--quiet); margin: 0; letter-spacing: .01em; }
.card p { font-size: .9rem; overflow-wrap: anywhere; } .card p + p { margin-top: .15rem; }
.card .figure { font-size: 1.75rem; font-weight: 700; letter-spacing: -.02em; line-height: 1.3; margin-bottom: .2rem; }
.severity-bar { width: 100%; height: 8px; border-radius: 4px; display: block; margin: .1rem 0 .5rem; }
.fill-critical { fill: var(--critical); } .fill-high { fill: var(--high); } .fill-medium { fill: var(--medium); } .fill-unknown { fill: var(--unknown); } .fill-low { fill: var(--low); } .fill-negligible { fill: var(--negligible); }

.severity { display: inline-block; color: #fff; font-size: .76rem; font-weight: 650; border-radius: 5px; padding: .08rem .5rem; white-space: nowrap; background: var(--negligible); }
.severity.critical { background: var(--critical); } .severity.high { background: var(--high); } .severity.medium { background: var(--medium); } .severity.unknown { background: var(--unknown); } .severity.low { background: var(--low); }
.status { margin-top: .3rem; }
.status, .tag { display: inline-block; font-size: .78rem; border: 1px solid currentColor; border-radius: 5px; padding: .02rem .45rem; color: var(--quiet); overflow-wrap: anywhere; }
.tag.good { color: var(--good); } .tag.wary { color: var(--wary); } .tag.bad { color: var(--bad); }

.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: end; margin-bottom: .8rem; } .filter[hidden] { display: none; }
.filter label { display: grid; font-size: .8rem; color: var(--quiet); gap: .15rem; }
.filter input, .filter select { font: inherit; font-size: .95rem; color: var(--ink); background: var(--paper); border: 1px solid var(--quiet); border-radius: 7px; padding: .35rem .55rem; min-width: 8rem; height: 2.4rem; }
.filter input { width: 17rem; max-width: 100%; } .filter output { color: var(--quiet); font-size: .9rem; padding-bottom: .4rem; }
table { width: 100%; border-collapse: collapse; background: var(--paper); font-size: .93rem; }
.findings, .scroll { border: 1px solid var(--line); border-radius: 12px; border-spacing: 0; overflow: hidden; } .findings { border-collapse: separate; table-layout: fixed; }
.scroll { overflow-x: auto; margin-top: .6rem; }
th { text-align: left; font-size: .8rem; font-weight: 600; color: var(--quiet); background: var(--wash); padding: .5rem .8rem; white-space: nowrap; }
th button { all: unset; box-sizing: border-box; cursor: pointer; } th button:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
th button::after { content: "↕"; opacity: .55; margin-left: .35rem; } th[aria-sort="ascending"] button::after { content: "↑"; opacity: 1; } th[aria-sort="descending"] button::after { content: "↓"; opacity: 1; }
td { padding: .6rem .8rem; border-top: 1px solid var(--line); vertical-align: top; overflow-wrap: anywhere; }
.findings th:nth-child(1) { width: 8.5rem; } .findings th:nth-child(3) { width: 30%; } .findings th:nth-child(4) { width: 21%; }
.findings tr[data-status="suppressed"] td { color: var(--quiet); }
.findings .path, .findings .package { display: block; } .package { font-weight: 600; } .package .version { font-weight: 400; }
.path { color: var(--quiet); font-size: .8em; } .fixed { color: var(--good); font-weight: 600; } .fix-short { font-size: .9em; }
summary { cursor: pointer; } summary::marker { color: var(--quiet); }
dl { display: grid; grid-template-columns: 7.5rem minmax(0, 1fr); gap: .45rem .9rem; margin: .7rem 0 .4rem; padding: .8rem 0 .2rem; border-top: 1px dashed var(--line); font-size: .93rem; }
dt { color: var(--quiet); } dd { margin: 0; min-width: 0; overflow-wrap: anywhere; } .prose { white-space: pre-wrap; } .links { padding-left: 1rem; }
.fold { margin-top: 1rem; background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: .7rem 1rem; } .fold > summary { font-weight: 600; }
.checks { list-style: none; padding: 0; margin-top: .5rem; } .checks li { margin: .25rem 0; overflow-wrap: anywhere; }
.check { display: inline-block; width: 1.2em; font-weight: 700; color: var(--quiet); } .check.pass { color: var(--good); } .check.fail { color: var(--bad); } .check.warn { color: var(--wary); }
.empty { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1rem; }
.empty[hidden] { display: none; }
.notice { border: 1px solid var(--wary); border-left-width: 6px; border-radius: 12px; background: var(--paper); padding: 1.1rem 1.4rem; } .notice ul { padding-left: 1.1rem; } .notice li { overflow-wrap: anywhere; }

.containers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem; align-items: start; }
.container, .signature { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 1rem 1.15rem; min-width: 0; }
.container + h3, .containers + h3 { margin: 1.4rem 0 .2rem; } .tags { display: flex; flex-wrap: wrap; gap: .4rem; margin: .4rem 0 .3rem; } #trust > p { margin-bottom: .8rem; overflow-wrap: anywhere; }
.capabilities { list-style: none; padding: 0; margin-top: .5rem; } .capabilities li { display: grid; grid-template-columns: 5.5rem minmax(0, 1fr); padding: .45rem 0; border-top: 1px solid var(--line); font-size: .93rem; } .capabilities li > span { justify-self: start; align-self: start; margin-top: .15rem; }

.layers { list-style: none; padding: 0; } .layers li { position: relative; padding: 0 0 1.1rem 3rem; }
.layers li::before { content: ""; position: absolute; left: 1rem; top: 0; bottom: 0; width: 2px; background: var(--line); } .layers li:last-child::before { bottom: auto; height: 1rem; }
.layer-number { position: absolute; left: 0; top: 0; min-width: 2rem; height: 2rem; padding: 0 .3rem; border-radius: 1rem; display: grid; place-items: center; background: var(--paper); border: 2px solid var(--quiet); font-size: .8rem; font-weight: 700; font-variant-numeric: tabular-nums; }
.layer-head { padding-top: .25rem; } .layer-facts { display: flex; flex-wrap: wrap; gap: .2rem .6rem; align-items: center; font-size: .9rem; }
footer { color: var(--quiet); font-size: .85rem; padding-block: 1.5rem 3rem; overflow-wrap: anywhere; }

@media (max-width: 46rem) {
  .hero { grid-template-columns: 1fr; } .hull { order: -1; height: 9.5rem; min-height: 0; } .hero-text { padding: 1.25rem; }
  .bar { position: static; } main > section { margin: 1.75rem 0; } .filter label { flex: 1 1 7rem; } .filter label:first-child { flex-basis: 100%; } .filter input, .filter select { width: 100%; min-width: 0; }
  .findings, .findings tbody, .findings tr, .findings td { display: block; } .findings thead { display: none; } .findings tr[hidden] { display: none; }
  .findings tr { border-top: 1px solid var(--line); padding: .6rem 0; } .findings tr:first-child { border-top: 0; } .findings td { border: 0; padding: .2rem .9rem; } .findings td:empty { display: none; }
  dl { grid-template-columns: 1fr; gap: .1rem; } dd { margin-bottom: .5rem; }
}
@media print {
  :root { --ground: #fff; } body { font-size: 11pt; } .bar, .filter, .skip { display: none !important; } main, footer { max-width: none; padding: 0; }
  .hero, .card, .severity, .hull { print-color-adjust: exact; -webkit-print-color-adjust: exact; } .hero { box-shadow: none; border: 1px solid var(--line); } tr, .card, .container { break-inside: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
