import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { SavingsReport } from '../../../shared/domain/savings.ts'
import { Tag } from '../../ui/marks.tsx'
import { LeverActions } from './lever-actions.tsx'
import styles from './savings-hero.module.css'
import type { Savings } from './use-savings.ts'

interface SavingsHeroProps {
  readonly savings: Savings
  readonly report: SavingsReport
}

/** The first thing seen: what you pay, what you would pay, the next step. */
export function SavingsHero({ savings, report }: SavingsHeroProps) {
  const { waterfall } = savings
  const baseline = report.columns.find(
    ({ column }) => column.variantId === report.baseline.variantId && column.modelId === report.baseline.modelId,
  )
  const rest = waterfall?.restNanoUsd ?? null
  const today = report.todayNanoUsd ?? 0
  const share = rest === null || today === 0 ? 0 : (today - rest) / today
  const levers = waterfall?.steps.length ?? 0
  return (
    <section className={styles.hero} aria-label="Summary">
      <div>
        <h2>You pay</h2>
        <p className={styles.figure} data-testid="savings-today">
          ≈ {formatUsd(today)} <small>/ month</small>
        </p>
        <p className={styles.detail}>
          {baseline?.label} at {report.callsPerDay.toLocaleString('en-US')} calls a day
          {baseline?.isSimulation ? <Tag tone="warn">simulation, example prices</Tag> : null}
          {baseline?.isEstimated ? <Tag>tokens counted here</Tag> : null}
        </p>
      </div>
      <span className={styles.arrow} aria-hidden>
        →
      </span>
      <div>
        <h2>You would pay</h2>
        <p className={styles.figure} data-tone={share > 0 ? 'good' : undefined} data-testid="savings-rest">
          {rest === null ? '…' : `≈ ${formatUsd(rest)}`} <small>/ month</small>
        </p>
        <p className={styles.detail}>
          {rest === null
            ? 'Adding the levers up'
            : levers === 0
              ? 'No lever is shown to save without loss yet'
              : `${percent(share)} less, with ${levers === 1 ? 'one lever' : `${levers} levers together`}`}
        </p>
      </div>
      <NextStep savings={savings} report={report} />
    </section>
  )
}

function NextStep({ savings, report }: SavingsHeroProps) {
  const [advice] = report.advice
  const lever = advice && report.levers.find(({ id }) => id === advice.leverId)
  // Those that are worth it come first: where the first is not, none is.
  if (!advice?.isWorthIt || lever?.finding.kind !== 'estimate')
    return <MeasureNext savings={savings} report={report} hasAdvice={advice !== undefined} />
  return (
    <div className={styles.next} data-testid="savings-next">
      <h2>Next step</h2>
      <p className={styles.lever}>{lever.label}</p>
      <p className={styles.detail}>
        {lever.finding.choice}. {advice.sentence}
      </p>
      <LeverActions actions={lever.finding.actions.slice(0, 1)} lever={lever} savings={savings} isMain />
    </div>
  )
}

/** What brings the most to know, first: a shorter prompt costs one squeeze to measure. */
const MEASURES = ['squeeze', 'new-run', 'open-variant'] as const

function MeasureNext({ savings, report, hasAdvice }: SavingsHeroProps & { readonly hasAdvice: boolean }) {
  const candidates = report.levers.flatMap((lever) =>
    lever.finding.kind === 'no-data' ? [{ lever, finding: lever.finding }] : [],
  )
  const next = MEASURES.flatMap((kind) =>
    candidates.filter(({ finding }) => finding.actions.some((action) => action.kind === kind)),
  )[0]
  return (
    <div className={styles.next} data-testid="savings-next">
      <h2>Next step</h2>
      <p className={styles.lever}>{next?.lever.label ?? 'Measure a second way'}</p>
      <p className={styles.detail}>
        {hasAdvice ? 'Nothing measured so far is worth its effort. ' : null}
        {next
          ? `${next.finding.missing} ${next.finding.remedy}`
          : 'Run the same cases with another model or a shorter variant.'}
      </p>
      {next ? (
        <LeverActions actions={next.finding.actions.slice(0, 1)} lever={next.lever} savings={savings} isMain />
      ) : null}
    </div>
  )
}

function percent(share: number): string {
  return `${share >= 0.1 ? Math.round(share * 100) : (share * 100).toFixed(1)} %`
}
