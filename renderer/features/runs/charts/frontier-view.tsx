import { Switch } from '@mantine/core'
import { useMemo } from 'react'
import { describeFrontier, kneeSentence } from '../../../../shared/charts/describe-frontier.ts'
import { type FrontierAxis, type FrontierAxisId, frontierAxes } from '../../../../shared/charts/frontier-axis.ts'
import { FRONTIER_POINT_SERIES, frontierOption } from '../../../../shared/charts/frontier-option.ts'
import { type FrontierPoint, frontierPoints, frontierRegion } from '../../../../shared/charts/frontier-points.ts'
import type { ColumnSummary } from '../../../../shared/domain/results.ts'
import { isUnderWay, type Run } from '../../../../shared/domain/run.ts'
import { csvLine, csvStart } from '../../../../shared/report/render-csv.ts'
import { ChartActions, type ChartFormat } from '../../../chart-files/chart-actions.tsx'
import { chartPngBase64, chartSvgText } from '../../../charts/chart-image.ts'
import { ChartView } from '../../../charts/chart-view.tsx'
import { useChartTheme } from '../../../charts/use-chart-theme.ts'
import { useSaveFile } from '../../../client/save-file.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Explain } from '../../../ui/explain.tsx'
import { notifyDone } from '../../../ui/notify.tsx'
import { OptionSelect } from '../../../ui/option-select.tsx'
import { EmptyState, LoadingRows } from '../../../ui/states.tsx'
import frame from './charts.module.css'
import { FrontierTable } from './frontier-table.tsx'
import styles from './frontier-view.module.css'

const FILE_SIZE = { width: 1000, height: 620 }

const AXES: Readonly<Record<FrontierAxisId, string>> = { cost: 'Cost', latency: 'Latency (p50)', tokens: 'Tokens' }
const SCALES = { auto: 'Scale: auto', linear: 'Linear', log: 'Logarithmic' }

export interface FrontierViewProps {
  readonly run: Run
  readonly columns: readonly ColumnSummary[]
  readonly isLoading: boolean
  /** Index of the column that the others are compared with; null = the first. */
  readonly baseline: number | null
}

/** Quality against cost, latency or tokens: the picture, its numbers as a table, and both as files. */
export function FrontierView({ run, columns, isLoading, baseline }: FrontierViewProps) {
  const { go } = useNavigate()
  const save = useSaveFile()
  const [hasTable, setHasTable] = useRemembered('frontier.table', true)
  const [scale, setScale] = useRemembered<keyof typeof SCALES>('frontier.scale', 'auto')
  const [hasRegion, setHasRegion] = useRemembered('frontier.region', true)
  const theme = useChartTheme()
  const rule = useRoute('verdicts.rule', { projectId: run.projectId })
  const [chosen, setChosen] = useRemembered<FrontierAxisId | null>('frontier.axis', null)
  // Where nobody chose: the first that has something to show, so that a run without prices has its chart, too.
  const axis = useMemo(() => {
    const drawable = Object.values(frontierAxes).find((one) => frontierPoints(columns, one).points.length > 0)
    return chosen === null ? (drawable ?? frontierAxes.cost) : frontierAxes[chosen]
  }, [columns, chosen])
  const { points, missing } = useMemo(() => frontierPoints(columns, axis), [columns, axis])
  const knee = kneeSentence(points, axis)
  const base = run.columns[baseline ?? 0]
  const margin = rule.data?.margin ?? null
  const option = useMemo(() => {
    const region = hasRegion ? frontierRegion(points, { baseline: base, margin }) : null
    return frontierOption(points, theme, { axis, scale, region })
  }, [points, theme, axis, scale, hasRegion, base, margin])

  function openVariant(index: number): void {
    const point = points[index]
    const column = run.columns.find(({ variantId }) => variantId === point?.variantId)
    if (column) go({ page: 'prompts', promptId: column.promptId, variantId: column.variantId })
  }

  async function saveAs(format: ChartFormat): Promise<void> {
    const fileName = `${run.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').replaceAll(/^-|-$/g, '') || 'run'}-${axis.id === 'cost' ? 'frontier' : `frontier-${axis.id}`}.${format}`
    const isSaved = await save(
      format === 'png'
        ? { fileName, mediaType: 'image/png', body: chartPngBase64(option, FILE_SIZE), encoding: 'base64' }
        : format === 'svg'
          ? {
              fileName,
              mediaType: 'image/svg+xml',
              body: chartSvgText(option, FILE_SIZE, `Quality against ${axis.noun}: ${run.name}`),
            }
          : { fileName, mediaType: 'text/csv', body: frontierCsv(points, axis) },
    )
    if (isSaved) notifyDone(`Saved ${fileName}.`)
  }

  if (isLoading) return <LoadingRows label="Loading totals" />
  return (
    <div className={styles.view}>
      <header className={frame.head}>
        <h2>
          Quality against {axis.noun}
          <Explain word="frontier" />
        </h2>
        <p className="muted">
          Bars are 95 % intervals; dashed is the Pareto front
          {points.some(({ isKnee }) => isKnee) ? ', the ring its knee' : ''}
          {points.some(({ isSimulation }) => isSimulation) ? '; hollow is a simulation' : ''}. Click a point to open its
          variant.
        </p>
        <div className={frame.actions}>
          <OptionSelect
            aria-label="What quality is held against"
            value={axis.id}
            options={AXES}
            onChange={setChosen}
            data-testid="chart-axis"
          />
          <OptionSelect
            aria-label={`Scale of the axis of ${axis.noun}`}
            value={scale}
            options={SCALES}
            onChange={setScale}
            data-testid="chart-scale"
          />
          <Switch
            label="Margin"
            title={`Tints what has less ${axis.noun} than the baseline and is not worse by more than the margin`}
            checked={hasRegion}
            onChange={(event) => setHasRegion(event.currentTarget.checked)}
            data-testid="chart-region"
          />
          <ChartActions hasTable={hasTable} onTable={setHasTable} onSave={(format) => void saveAs(format)} />
        </div>
      </header>
      {points.length === 0 ? (
        <EmptyState icon="runs" title="Nothing to draw yet">
          The chart needs columns with a score and a figure of {axis.noun}.{' '}
          {isUnderWay(run) ? 'They appear as the cells arrive. ' : ''}
          {missing.length > 0
            ? `Missing so far: ${missing.join('; ')}.`
            : isUnderWay(run)
              ? ''
              : 'No cell is answered.'}
        </EmptyState>
      ) : (
        <>
          <div className={styles.chart}>
            <ChartView
              option={option}
              description={describeFrontier(points, axis)}
              onPointClick={(series, index) => series === FRONTIER_POINT_SERIES && openVariant(index)}
              testId="frontier-chart"
            />
          </div>
          {knee ? (
            <p className={styles.missing} data-testid="frontier-knee">
              {knee}
            </p>
          ) : null}
          {missing.length > 0 ? <p className={styles.missing}>Not in the picture: {missing.join('; ')}.</p> : null}
          <div className={hasTable ? styles.table : 'visually-hidden'}>
            <FrontierTable points={points} axis={axis} onOpen={openVariant} />
          </div>
        </>
      )}
    </div>
  )
}

function frontierCsv(points: readonly FrontierPoint[], { field }: FrontierAxis): string {
  const quality = ['quality', 'quality_low', 'quality_high']
  const head = ['variant', 'model', ...quality, field, `${field}_low`, `${field}_high`, 'scored', 'on_front', 'knee']
  const rows = points.map((point) => [
    point.variantLabel,
    point.modelId,
    point.quality,
    point.qualityLow,
    point.qualityHigh,
    point.x,
    point.xLow,
    point.xHigh,
    point.scored,
    point.isOnFront ? 'yes' : 'no',
    point.isKnee ? 'yes' : 'no',
  ])
  return csvStart + [head, ...rows].map(csvLine).join('')
}
