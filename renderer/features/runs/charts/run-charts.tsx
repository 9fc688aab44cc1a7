import { useMemo } from 'react'
import type { RunChart } from '../../../../shared/charts/run-chart.ts'
import {
  concentrationChart,
  costByClassChart,
  latencyChart,
  scoreChart,
  spendChart,
} from '../../../../shared/charts/spread-charts.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import { isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { useChartTheme } from '../../../charts/use-chart-theme.ts'
import { usePlace } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { ChartFrame } from './chart-frame.tsx'
import styles from './charts.module.css'
import { FrontierView } from './frontier-view.tsx'
import { PairedView } from './paired-view.tsx'
import { TrendView } from './trend-view.tsx'

const CHARTS = [
  { id: 'frontier', label: 'Quality against cost' },
  { id: 'classes', label: 'Cost by token class' },
  { id: 'concentration', label: 'Cost concentration' },
  { id: 'spend', label: 'Spend per minute' },
  { id: 'scores', label: 'Scores' },
  { id: 'latency', label: 'Latency' },
  { id: 'pairs', label: 'Case by case' },
  { id: 'trend', label: 'Over time' },
] as const
type ChartId = (typeof CHARTS)[number]['id']

export interface RunChartsProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  readonly isLoading: boolean
  /** Index of the column that the others are compared with; null = the first. */
  readonly baseline: number | null
  readonly onOpenCase: (rowIndex: number, columnIndex: number) => void
}

/** All pictures of a run, one at a time. */
export function RunCharts(props: RunChartsProps) {
  const { run, columns, isLoading, baseline, onOpenCase } = props
  const [chosen, setChosen] = useRemembered<ChartId>('run.chart', 'frontier')
  const shown = CHARTS.find(({ id }) => id === chosen)?.id ?? 'frontier'
  return (
    <div className={styles.charts}>
      <nav className={styles.list} aria-label="Charts" data-testid="chart-list">
        {CHARTS.map(({ id, label }) => (
          <button key={id} type="button" aria-pressed={id === shown} onClick={() => setChosen(id)}>
            {label}
          </button>
        ))}
      </nav>
      <div className={styles.shown}>
        {shown === 'frontier' ? (
          <FrontierView run={run} columns={columns} isLoading={isLoading} baseline={baseline} />
        ) : shown === 'pairs' ? (
          <PairedView run={run} baseline={baseline ?? 0} onOpenCase={onOpenCase} />
        ) : shown === 'trend' ? (
          <TrendView run={run} />
        ) : shown === 'spend' ? (
          <SpendView run={run} />
        ) : (
          <SpreadView run={run} chart={shown} />
        )}
      </div>
    </div>
  )
}

const DRAW = { classes: costByClassChart, concentration: concentrationChart, scores: scoreChart, latency: latencyChart }

function SpreadView({ run, chart }: { readonly run: Run; readonly chart: keyof typeof DRAW }) {
  const spread = useRoute('results.spread', { runId: run.id })
  const place = usePlace()
  const theme = useChartTheme()
  const hidden = place.page === 'runs' ? place.view?.hidden : undefined
  const drawn = useMemo(() => {
    if (!spread.data) return null
    const columns = spread.data.columns.filter((_, index) => !hidden?.includes(index))
    return DRAW[chart]({ ...spread.data, columns }, theme)
  }, [spread.data, hidden, chart, theme])
  if (spread.error) return <FailedState error={spread.error} onRetry={() => void spread.refetch()} />
  if (!drawn) return <LoadingRows label="Reading the cells" />
  return <DrawnChart chart={drawn} run={run} />
}

function SpendView({ run }: { readonly run: Run }) {
  const spend = useRoute('results.spend', { runId: run.id })
  const theme = useChartTheme()
  const drawn = useMemo(() => (spend.data ? spendChart(spend.data, theme) : null), [spend.data, theme])
  if (spend.error) return <FailedState error={spend.error} onRetry={() => void spend.refetch()} />
  if (!drawn) return <LoadingRows label="Reading the ledger" />
  return <DrawnChart chart={drawn} run={run} />
}

function DrawnChart({ chart, run }: { readonly chart: RunChart; readonly run: Run }) {
  if (chart.table.rows.length > 0) return <ChartFrame chart={chart} runName={run.name} />
  return (
    <EmptyState icon="runs" title={`${chart.title}: nothing to draw yet`}>
      {isUnderWay(run)
        ? 'It appears as the cells arrive.'
        : 'The run has no cells with these figures: no answers, no scores, no prices, or nothing was paid for.'}
    </EmptyState>
  )
}
