import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { monthlyCost } from '../../../../shared/cost/monthly-cost.ts'
import type { SpendBreakdown } from '../../../../shared/domain/spend-breakdown.ts'
import { knownSpend } from '../../../../shared/savings/spend/known-spend.ts'
import { spanDays } from '../../../../shared/savings/spend/span-days.ts'
import { countText, percentText, plural } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from './spend.module.css'

/** What it comes to, and what the sum does not know. */
export function SpendFigures({ spend, isLog }: { readonly spend: SpendBreakdown; readonly isLog: boolean }) {
  const { total, cost, promptTokens, outputTokens, firstAtMs, lastAtMs } = spend
  const days = spanDays(spend)
  const known = knownSpend(total)
  const span = [firstAtMs, lastAtMs].map((ms) => (ms === null ? '' : new Date(ms).toISOString().slice(0, 10)))
  return (
    <dl className={styles.figures} data-testid="spend-figures">
      <Figure name={isLog ? 'Spend of the logs' : 'Cost of the answers'} value={formatUsd(known)}>
        {spend.isSimulation ? <Tag tone="warn">simulation: example prices</Tag> : null}
        {span[0] === '' ? null : (
          <span className={styles.whole}>{span[0] === span[1] ? ` ${span[0]}` : `${span[0]} to ${span[1]}, UTC`}</span>
        )}
        {total.unpricedRows > 0 ? `, ${plural(total.unpricedRows, 'row')} unpriced` : null}
        {total.estimatedRows > 0 ? `, ≈ ${plural(total.estimatedRows, 'row')} by list prices` : null}
      </Figure>
      {isLog && known !== null && days !== null && days >= 2 ? (
        <Figure name="Per month, at this pace" value={`≈ ${formatUsd(monthlyCost(known / days, 1))}`}>
          {`spend ÷ ${days.toFixed(1)} days`}
        </Figure>
      ) : null}
      <Figure name="Calls" value={countText(total.calls)}>
        {total.calls === null ? 'some rows stand for calls nobody counted' : null}
        {total.errorRows > 0 ? `${countText(total.errorRows)} with an error` : null}
      </Figure>
      {cost ? (
        <Figure name="A call, median" value={formatUsd(cost.p50)}>
          {`p95 ${formatUsd(cost.p95)}, most ${formatUsd(cost.max)}`}
        </Figure>
      ) : null}
      {promptTokens && outputTokens ? (
        <Figure
          name="Tokens of a call, median"
          value={`${countText(promptTokens.p50)} + ${countText(outputTokens.p50)}`}
        >
          prompt + output;{' '}
          <span className={styles.whole}>{`p95 ${countText(promptTokens.p95)} + ${countText(outputTokens.p95)}`}</span>
        </Figure>
      ) : null}
      {cost && cost.topTenthRatio !== null ? (
        <Figure name="The dearest tenth" value={percentText(cost.topTenthRatio)}>
          {`of the money; Gini ${(cost.gini ?? 0).toFixed(2)}`}
        </Figure>
      ) : null}
    </dl>
  )
}

interface FigureProps {
  readonly name: string
  readonly value: string
  readonly children: React.ReactNode
}

function Figure({ name, value, children }: FigureProps) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        {value}
        <small>{children}</small>
      </dd>
    </div>
  )
}
