import { intervalStrip, intervalStripWidth } from '../charts/interval-strip.ts'
import type { Verdict } from '../domain/verdict.ts'
import { caveatText, costText, differenceText } from '../verdict/verdict-sentence.ts'
import { escapeHtml } from './escape-html.ts'

/** The verdicts with the intervals that they rest on; nothing when there is nothing to compare. */
export function verdictSection(verdicts: readonly Verdict[]): string {
  if (verdicts.length === 0) return ''
  return `<section>\n<h2>Verdicts</h2>\n${verdicts.map(verdictArticle).join('\n')}\n</section>`
}

function verdictArticle(verdict: Verdict): string {
  const { difference, differenceInterval, costRatio, costRatioInterval, margin } = verdict
  const quality =
    difference === null || differenceInterval === null
      ? ''
      : figure(
          `Quality: ${differenceText(difference, differenceInterval)}; margin −${(margin * 100).toFixed(1)}`,
          intervalStrip({ ...differenceInterval, value: difference, limit: -margin, reference: 0, isHighGood: true }),
        )
  const cost =
    costRatio === null || costRatioInterval === null
      ? ''
      : figure(
          `Cost: ${costText(verdict)}; the line is the same cost`,
          intervalStrip({ ...costRatioInterval, value: costRatio, limit: 1, reference: null, isHighGood: false }),
        )
  const critical = verdict.critical.map(
    ({ label, losses, cases, bound }) =>
      `<li>Critical assertion ${escapeHtml(label)}: ${losses > 0 ? `${losses} losses in ${cases} cases` : `no loss in ${cases} cases, at most ${((bound ?? 1) * 100).toFixed(1)} % left open`}</li>`,
  )
  const caveats = verdict.caveats.map((caveat) => `<li>${escapeHtml(caveatText(caveat, verdict))}</li>`)
  const next =
    verdict.moreCases === null ? '' : `<li>About ${count(verdict.moreCases)} more cases would settle it.</li>`
  const shown = verdict.discordant.slice(0, 40).map(({ position }) => position)
  const lost = verdict.losses + verdict.gains
  return `<article class="verdict" data-kind="${verdict.kind}" data-proven="${verdict.isProven}">
<p class="sentence">${escapeHtml(verdict.sentence).replaceAll(/(\d) %/g, '$1\u00a0%')}</p>
<div class="strips">${quality}${cost}</div>
<ul>
<li>Method: ${escapeHtml(verdict.method)}; each bound at ${Number(((1 - verdict.alpha) * 100).toFixed(1))} %. ${count(verdict.cases)} paired cases, ${count(verdict.losses)} lost, ${count(verdict.gains)} gained${lost === 0 ? '' : `: cases ${shown.join(', ')}${lost > shown.length ? ` and ${count(lost - shown.length)} more` : ''}`}.</li>
${[...critical, ...caveats, next].join('\n')}
</ul>
</article>`
}

function count(value: number): string {
  return value.toLocaleString('en-US')
}

function figure(caption: string, strip: ReturnType<typeof intervalStrip>): string {
  const [from, to] = strip.good
  const reference =
    strip.reference === null
      ? ''
      : `<line x1="${strip.reference}" x2="${strip.reference}" y1="4" y2="32" class="reference"/>`
  return `<figure><figcaption>${escapeHtml(caption)}</figcaption><svg viewBox="0 0 ${intervalStripWidth} 36" width="${intervalStripWidth}" height="36" role="img" aria-label="${escapeHtml(caption)}"><rect x="0" y="6" width="${intervalStripWidth}" height="24" class="bad"/><rect x="${from}" y="6" width="${to - from}" height="24" class="good"/>${reference}<line x1="${strip.limit}" x2="${strip.limit}" y1="2" y2="34" class="limit"/><line x1="${strip.low}" x2="${strip.high}" y1="18" y2="18" class="bar"/><circle cx="${strip.value}" cy="18" r="4"/></svg></figure>`
}
