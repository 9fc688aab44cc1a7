/** The report's own styles: system fonts, light and dark from the same variables, and paper. */
export const reportStyle = `
:root { color-scheme: light dark; --text: #1b1f24; --muted: #5d6672; --line: #dfe3e8; --surface: #fff; --raised: #f6f7f9; --better: #0b6b3a; --worse: #a4262c; --better-soft: #e0f2e9; --worse-soft: #fbe6e3 }
@media screen and (prefers-color-scheme: dark) { :root { --text: #e6e8eb; --muted: #9aa3ae; --line: #2e333a; --surface: #16181c; --raised: #1d2025; --better: #5fd39a; --worse: #ff8a80; --better-soft: #143526; --worse-soft: #3d1d1b } .light { display: none } }
@media print, not (prefers-color-scheme: dark) { .dark { display: none } }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 32px 24px; max-width: 1120px; background: var(--surface); color: var(--text); font: 13px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums }
h1 { margin: 0; font-size: 20px } h2 { margin: 32px 0 8px; font-size: 16px } p { margin: 4px 0 } header p, footer, figcaption, small { color: var(--muted) }
.note { border-left: 3px solid var(--muted); padding-left: 8px }
figure { margin: 0 } svg { max-width: 100%; height: auto }
table { border-collapse: collapse; width: 100% } th, td { padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; font-weight: normal } thead th { color: var(--muted) } .n { text-align: right; white-space: nowrap } section { overflow-x: auto } h1, header p, summary, .outputs th { overflow-wrap: anywhere } .outputs th { width: 24% }
details { border-bottom: 1px solid var(--line); padding: 6px 0 } summary { cursor: pointer }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 2px 12px; margin: 8px 0 } dt { color: var(--muted) } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere }
pre { margin: 0; font: 12px/1.45 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere }
.passed { color: var(--better) } .failed, .error { color: var(--worse) }
.verdict { padding: 8px 0; border-bottom: 1px solid var(--line) } .sentence { font-size: 16px } .strips { display: flex; flex-wrap: wrap; gap: 8px 32px } .verdict ul { margin: 4px 0; padding-left: 20px; color: var(--muted); overflow-wrap: anywhere }
.strips .good { fill: var(--better-soft) } .strips .bad { fill: var(--worse-soft) } .strips line { stroke: var(--text); stroke-width: 1.5 } .strips .limit { stroke-dasharray: 3 2 } .strips .reference { stroke: var(--muted); stroke-width: 1 } .strips circle { fill: var(--text) }
@media print { :root { color-scheme: light } body { padding: 0; max-width: none } details { break-inside: avoid } }
`
