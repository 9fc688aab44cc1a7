import { NativeSelect, SegmentedControl } from '@mantine/core'
import { useMemo, useState } from 'react'
import { PAIR_SERIES, pairedChart } from '../../../../shared/charts/compare-charts.ts'
import type { PairedCases } from '../../../../shared/domain/result-charts.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useChartTheme } from '../../../charts/use-chart-theme.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText } from '../../../ui/figures.ts'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { ChartFrame } from './chart-frame.tsx'

export interface PairedViewProps {
  readonly run: Run
  readonly baseline: number
  readonly onOpenCase: (rowIndex: number, columnIndex: number) => void
}

/** A column against the baseline, case by case, and who won by tag. */
export function PairedView({ run, baseline, onOpenCase }: PairedViewProps) {
  const others = run.columns.map((_, index) => index).filter((index) => index !== baseline)
  const [chosen, setChosen] = useState<number | null>(null)
  const [by, setBy] = useState<'score' | 'cost'>('score')
  const theme = useChartTheme()
  const candidateNo = chosen !== null && others.includes(chosen) ? chosen : (others[0] ?? null)
  const [a, b] = [run.columns[baseline], candidateNo === null ? undefined : run.columns[candidateNo]]
  const pairs = useRoute(
    'results.pairs',
    a && b
      ? {
          runId: run.id,
          baseline: { variantId: a.variantId, modelId: a.modelId },
          candidate: { variantId: b.variantId, modelId: b.modelId },
        }
      : null,
  )
  const chart = useMemo(
    () =>
      pairs.data && a && b
        ? pairedChart(
            pairs.data,
            by,
            { baseline: `${a.variantLabel} on ${a.modelId}`, candidate: `${b.variantLabel} on ${b.modelId}` },
            theme,
          )
        : null,
    [pairs.data, a, b, by, theme],
  )
  if (!b || candidateNo === null) {
    return (
      <EmptyState icon="compare" title="Nothing to compare">
        This run has one column only.
      </EmptyState>
    )
  }
  if (pairs.error) return <FailedState error={pairs.error} onRetry={() => void pairs.refetch()} />
  if (!chart || !pairs.data) return <LoadingRows label="Reading both columns" />
  const { data } = pairs
  return (
    <ChartFrame
      chart={chart}
      runName={run.name}
      onPointClick={(series, index) => {
        // Points of the same place are drawn as one: the first case of it is opened.
        const spots = new Map<string, number>()
        for (const point of data.points) {
          const [x, y] =
            by === 'score'
              ? [point.baselineScore, point.candidateScore]
              : [point.baselineNanoUsd, point.candidateNanoUsd]
          if (x === null || y === null) continue
          const key = by === 'score' ? `${x.toFixed(2)} ${y.toFixed(2)}` : `${x} ${y}`
          if (!spots.has(key)) spots.set(key, point.row)
        }
        const row = [...spots.values()][index]
        if (series === PAIR_SERIES && row !== undefined) onOpenCase(row, candidateNo)
      }}
      controls={
        <>
          <NativeSelect
            aria-label="Column to compare with the baseline"
            value={String(candidateNo)}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
            data={others.map((index) => ({
              value: String(index),
              label: `${run.columns[index]?.variantLabel} on ${run.columns[index]?.modelId}`,
            }))}
            data-testid="pair-column"
          />
          <SegmentedControl
            aria-label="Figure"
            value={by}
            onChange={(value) => setBy(value === 'cost' ? 'cost' : 'score')}
            data={[
              { value: 'score', label: 'Score' },
              { value: 'cost', label: 'Cost' },
            ]}
          />
        </>
      }
      beside={<Outcomes pairs={data} />}
    />
  )
}

function Outcomes({ pairs }: { readonly pairs: PairedCases }) {
  const rows = [{ tag: 'all cases', ...pairs }, ...pairs.byTag]
  return (
    <table aria-label="Wins, losses and ties by tag" data-testid="pair-outcomes">
      <thead>
        <tr>
          <th>tag</th>
          <th>wins</th>
          <th>losses</th>
          <th>ties</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ tag, wins, losses, ties }) => (
          <tr key={tag}>
            <td>{tag.slice(0, 40)}</td>
            <td>{countText(wins)}</td>
            <td>{countText(losses)}</td>
            <td>{countText(ties)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
