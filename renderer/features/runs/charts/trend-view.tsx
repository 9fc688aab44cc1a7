import { SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { trendChart } from '../../../../shared/charts/compare-charts.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useChartTheme } from '../../../charts/use-chart-theme.ts'
import { useRoute } from '../../../client/use-route.ts'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { ChartFrame } from './chart-frame.tsx'

/** The runs of this eval set in a row: model upgrades, the history of a prompt. */
export function TrendView({ run }: { readonly run: Run }) {
  const [by, setBy] = useState<'score' | 'cost'>('score')
  const theme = useChartTheme()
  const trend = useRoute('results.trend', { runId: run.id })
  const chart = useMemo(() => (trend.data ? trendChart(trend.data, by, theme) : null), [trend.data, by, theme])
  if (trend.error) return <FailedState error={trend.error} onRetry={() => void trend.refetch()} />
  if (!chart || !trend.data) return <LoadingRows label="Reading the runs" />
  if (trend.data.length < 2) {
    return (
      <EmptyState icon="runs" title="One run so far">
        A line needs a second run of the eval set “{run.evalSetName}”: with a newer model, or the next revision of the
        prompt.
      </EmptyState>
    )
  }
  return (
    <ChartFrame
      chart={chart}
      runName={run.name}
      controls={
        <SegmentedControl
          aria-label="Figure"
          value={by}
          onChange={(value) => setBy(value === 'cost' ? 'cost' : 'score')}
          data={[
            { value: 'score', label: 'Quality' },
            { value: 'cost', label: 'Cost' },
          ]}
        />
      }
    />
  )
}
