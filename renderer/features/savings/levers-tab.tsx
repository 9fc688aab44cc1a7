import { SegmentedControl } from '@mantine/core'
import { waterfallChart } from '../../../shared/charts/waterfall-chart.ts'
import { type SavingsReport, WaterfallOrder } from '../../../shared/domain/savings.ts'
import { waterfallNotes } from '../../../shared/savings/waterfall-notes.ts'
import { ChartWithFiles } from '../../chart-files/chart-with-files.tsx'
import { useChartTheme } from '../../charts/use-chart-theme.ts'
import { LeverCardView } from './lever-card.tsx'
import { MissingLevers } from './missing-levers.tsx'
import { NextSteps } from './next-steps.tsx'
import { QualityTag } from './quality-tag.tsx'
import styles from './savings.module.css'
import type { Savings } from './use-savings.ts'

interface LeversTabProps {
  readonly savings: Savings
  readonly report: SavingsReport
}

/** The levers together, ranked, and one by one. */
export function LeversTab({ savings, report }: LeversTabProps) {
  const measured = report.levers.filter(({ finding }) => finding.kind === 'estimate')
  // Two bars of the same height say nothing.
  const hasSteps = savings.waterfall === null || savings.waterfall.steps.length > 0
  return (
    <>
      {report.todayNanoUsd === null ? null : (
        <div className={styles.together}>
          {hasSteps ? <WaterfallPanel savings={savings} report={report} /> : null}
          <NextSteps report={report} />
        </div>
      )}
      {measured.length > 0 ? (
        <section aria-label="Measured levers">
          <h2 className={styles.heading}>
            Each by itself <span className="muted">against today’s bill; ticked ones are in the sum</span>
          </h2>
          <div className={styles.cards}>
            {measured.map((lever) => (
              <LeverCardView key={lever.id} lever={lever} savings={savings} report={report} />
            ))}
          </div>
        </section>
      ) : null}
      <MissingLevers
        savings={savings}
        report={report}
        levers={report.levers.filter(({ finding }) => finding.kind !== 'estimate')}
      />
    </>
  )
}

const ORDERS = [
  { value: 'best', label: 'Best first' },
  { value: 'chosen', label: 'As listed' },
  { value: 'shapley', label: 'Fair shares' },
]

function WaterfallPanel({ savings, report }: LeversTabProps) {
  const theme = useChartTheme()
  const { waterfall, waterfallError, choice } = savings
  const labelOf = (id: string) => report.levers.find((lever) => lever.id === id)?.label ?? id
  return (
    <section className={styles.waterfall} aria-label="Together">
      <header>
        <h2 className={styles.heading}>Together</h2>
        <SegmentedControl
          aria-label="Order of the levers"
          data={ORDERS}
          value={choice.order}
          onChange={(value) => savings.change({ order: WaterfallOrder.parse(value) })}
        />
      </header>
      {waterfallError ? <p role="alert">{waterfallError.message}</p> : null}
      {waterfall ? (
        <ChartWithFiles
          chart={waterfallChart(waterfall, theme)}
          ownerName={report.run.name}
          height={280}
          testId="waterfall"
        />
      ) : (
        <div className={styles.chart}>{waterfallError ? null : <p className="muted">Adding the levers up …</p>}</div>
      )}
      {waterfall && waterfall.steps.length > 0 ? (
        <p className={styles.jointQuality} data-testid="waterfall-quality">
          <QualityTag quality={waterfall.quality} /> {waterfall.quality.sentence}
        </p>
      ) : null}
      {waterfall ? (
        <p className={styles.chartNote} data-testid="waterfall-note">
          {waterfallNotes(waterfall, labelOf).join(' ')}
        </p>
      ) : null}
    </section>
  )
}
