import type { Verdict, VerdictKind } from '../../shared/domain/verdict.ts'
import { caveatText, costText, differenceText, leftOutText } from '../../shared/verdict/verdict-sentence.ts'
import { IntervalBar } from '../charts/interval-bar.tsx'
import { countText, percentText } from '../ui/figures.ts'
import { Tag, type Tone } from '../ui/marks.tsx'
import styles from './verdict-statement.module.css'

/** The verdict itself: its sentence, the intervals against their limits, the evidence, and what keeps it from being a proof. */
export function VerdictStatement({ verdict }: { readonly verdict: Verdict }) {
  return (
    <>
      <p className={styles.sentence} data-testid="verdict-sentence" data-selectable>
        {verdict.sentence}
      </p>
      <div className={styles.plots}>
        <QualityPlot verdict={verdict} />
        <CostPlot verdict={verdict} />
      </div>
      <Facts verdict={verdict} />
      {verdict.caveats.length > 0 ? (
        <ul className={styles.caveats} data-testid="verdict-caveats">
          {verdict.caveats.map((caveat) => (
            <li key={caveat}>{caveatText(caveat, verdict)}</li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

/** What it comes to, in a word or two, and whether that is proven: of what is undecided it is not asked. */
export function VerdictTags({ verdict }: { readonly verdict: Verdict }) {
  const kind = KINDS[verdict.kind]
  return (
    <>
      <Tag tone={kind.tone}>{kind.text}</Tag>
      {verdict.kind === 'unknown' || (verdict.kind === 'cheaper-undecided' && verdict.isProven) ? null : (
        <Tag tone={verdict.isProven ? 'good' : 'warn'}>{verdict.isProven ? 'proven' : 'indicative'}</Tag>
      )}
    </>
  )
}

const KINDS: Readonly<Record<VerdictKind, { readonly text: string; readonly tone: Tone }>> = {
  'not-worse-and-cheaper': { text: '✓ not worse, cheaper', tone: 'good' },
  'cheaper-undecided': { text: '? cheaper, quality undecided', tone: 'warn' },
  worse: { text: '✗ worse', tone: 'bad' },
  'no-saving': { text: '– no saving', tone: 'neutral' },
  unknown: { text: 'no verdict', tone: 'neutral' },
}

function QualityPlot({ verdict }: { readonly verdict: Verdict }) {
  const { difference, differenceInterval, margin } = verdict
  if (difference === null || differenceInterval === null) return null
  const points = (value: number) =>
    `${value < -0.0005 ? '−' : value > 0.0005 ? '+' : ''}${Math.abs(value * 100).toFixed(1)}`
  const limit = `margin ${points(-margin)}`
  return (
    <figure className={styles.plot}>
      <figcaption>
        Quality: <strong>{differenceText(difference, differenceInterval)}</strong>
      </figcaption>
      <IntervalBar
        {...differenceInterval}
        value={difference}
        limit={-margin}
        reference={0}
        isHighGood
        format={points}
        limitLabel={limit}
        referenceLabel="no difference"
        description={`Difference in quality ${differenceText(difference, differenceInterval)}; it must lie above ${points(-margin)} points.`}
      />
    </figure>
  )
}

function CostPlot({ verdict }: { readonly verdict: Verdict }) {
  const { costRatio, costRatioInterval, cases } = verdict
  if (cases === 0) return null
  if (costRatio === null || costRatioInterval === null)
    return <p className={styles.note}>Cost: unpriced, or nothing was paid.</p>
  const share = (value: number) => `${value < 0.1 ? (value * 100).toFixed(1) : countText(Math.round(value * 100))} %`
  return (
    <figure className={styles.plot}>
      <figcaption>
        Cost: <strong>{costText(verdict)}</strong>
      </figcaption>
      <IntervalBar
        {...costRatioInterval}
        value={costRatio}
        limit={1}
        reference={null}
        isHighGood={false}
        format={share}
        limitLabel="same cost, 100 %"
        referenceLabel={null}
        description={`Cost ${costText(verdict)}, as a share of the baseline ${share(costRatioInterval.low)} to ${share(costRatioInterval.high)}; it must lie below 100 %.`}
      />
    </figure>
  )
}

function Facts({ verdict }: { readonly verdict: Verdict }) {
  const { method, cases, losses, gains, alpha, critical, topTenthCostShare } = verdict
  if (cases === 0) return null
  return (
    <dl className={styles.facts}>
      <dt>Paired cases</dt>
      <dd>
        {countText(cases)}
        {leftOutText(verdict).map((text) => `, ${text}`)}; {countText(losses)} lost, {countText(gains)} gained
      </dd>
      <dt>Method</dt>
      <dd>
        {method}; each bound at {Number(((1 - alpha) * 100).toFixed(1))} %. Cost: wider of the bootstrap of cases and
        Fieller’s interval, 95 %.
      </dd>
      {topTenthCostShare !== null && topTenthCostShare > 0.4 ? (
        <>
          <dt>Heavy tail</dt>
          <dd>The dearest tenth of the cases makes {percentText(topTenthCostShare)} of the cost.</dd>
        </>
      ) : null}
      {critical.map((each) => (
        <FactOfCritical key={each.key} each={each} />
      ))}
    </dl>
  )
}

function FactOfCritical({ each }: { readonly each: Verdict['critical'][number] }) {
  return (
    <>
      <dt>Critical</dt>
      <dd data-testid="verdict-critical-result">
        {each.losses > 0 ? '✗' : '✓'} {each.label}:{' '}
        {each.losses > 0
          ? `fails in ${countText(each.losses)} of ${countText(each.cases)} cases that the baseline passes`
          : `no loss in ${countText(each.cases)} cases, which leaves at most ${percentText(each.bound)} open`}
      </dd>
    </>
  )
}
