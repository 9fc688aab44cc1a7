import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import type { UpgradeReport, UpgradeSide } from '../../../../shared/domain/upgrade.ts'
import { Delta } from '../../../ui/marks.tsx'
import styles from './upgrade.module.css'

interface Row {
  readonly name: string
  readonly of: (side: UpgradeSide) => number | null
  readonly format: (value: number) => string
  readonly isMoreBetter: boolean
}

const ROWS: readonly Row[] = [
  { name: 'Score', of: ({ score }) => score, format: (score) => `${(score * 100).toFixed(1)} %`, isMoreBetter: true },
  { name: 'Cost per month', of: ({ monthNanoUsd }) => monthNanoUsd, format: formatUsd, isMoreBetter: false },
  { name: 'Latency, median', of: ({ latencyP50Ms }) => latencyP50Ms, format: seconds, isMoreBetter: false },
  { name: 'Latency, 95th percentile', of: ({ latencyP95Ms }) => latencyP95Ms, format: seconds, isMoreBetter: false },
  { name: 'Input, per million tokens', of: ({ inputUsd }) => inputUsd, format: usd, isMoreBetter: false },
  { name: 'Output, per million tokens', of: ({ outputUsd }) => outputUsd, format: usd, isMoreBetter: false },
]

/** Today's model beside the new one, figure by figure; what is unknown says so. */
export function UpgradeTable({ upgrade }: { readonly upgrade: UpgradeReport }) {
  const { from, to, isMeasured } = upgrade
  return (
    <table className={styles.table} data-testid="upgrade-table">
      <thead>
        <tr>
          <th scope="col">
            <span className="visually-hidden">Figure</span>
          </th>
          <th scope="col">{from.label}, today</th>
          <th scope="col">{to.label}</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {ROWS.map((row) => {
          const before = row.of(from)
          const after = row.of(to)
          const isReckoned = !isMeasured && row.name === 'Cost per month'
          return (
            <tr key={row.name}>
              <th scope="row">{row.name}</th>
              <td className="tabular">{before === null ? 'unknown' : row.format(before)}</td>
              <td className="tabular">
                {after === null ? 'unknown' : `${isReckoned ? '≈ ' : ''}${row.format(after)}`}
              </td>
              <td className="tabular">{changeOf(row, before, after)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function changeOf({ name, isMoreBetter }: Row, before: number | null, after: number | null) {
  if (before === null || after === null || before === after) return '–'
  const isBetter = after > before === isMoreBetter
  const by = name === 'Score' ? (after - before) * 100 : before === 0 ? null : ((after - before) / before) * 100
  if (by === null) return '–'
  const text = `${by > 0 ? '+' : '−'}${Math.abs(by).toFixed(Math.abs(by) < 10 ? 1 : 0)} ${name === 'Score' ? 'points' : '%'}`
  return <Delta text={text} tone={isBetter ? 'good' : 'bad'} />
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`
}

function usd(price: number): string {
  return `$${price}`
}
