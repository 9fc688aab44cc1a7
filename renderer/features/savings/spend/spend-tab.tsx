import { Button, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { spendChart } from '../../../../shared/charts/spend-chart.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { SavingsWish } from '../../../../shared/domain/savings.ts'
import {
  type SpendBreakdown,
  type SpendFilter,
  type SpendSource,
  SpendUnit,
} from '../../../../shared/domain/spend-breakdown.ts'
import { renderSpend } from '../../../../shared/report/render-spend.ts'
import { ChartWithFiles } from '../../../chart-files/chart-with-files.tsx'
import { useChartTheme } from '../../../charts/use-chart-theme.ts'
import { useRoute } from '../../../client/use-route.ts'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import { SaveReport } from '../save-report.tsx'
import { LogImportDialog } from './log-import-dialog.tsx'
import { LogList } from './log-list.tsx'
import styles from './spend.module.css'
import { SpendAlerts } from './spend-alerts.tsx'
import { SpendBuckets } from './spend-buckets.tsx'
import { SpendCalls } from './spend-calls.tsx'
import { SpendFigures } from './spend-figures.tsx'
import { SpendGroups, type SpendWish } from './spend-groups.tsx'
import { SpendSegments } from './spend-segments.tsx'

const SOURCES = [
  { value: 'logs', label: 'Usage logs' },
  { value: 'runs', label: 'Runs' },
] as const
type Source = (typeof SOURCES)[number]['value']

const NO_FILTER: SpendFilter = { model: null, tag: null, fromMs: null, toMs: null }

interface SpendTabProps {
  readonly projectId: ProjectId
  /** Whose prompt is told part by part. */
  readonly wish: SavingsWish
}

/** Where the money goes: of imported usage logs, or of the answers of runs. A model or a tag narrows everything to it. */
export function SpendTab({ projectId, wish: savings }: SpendTabProps) {
  const logs = useRoute('usage.list', { projectId })
  const [chosen, setChosen] = useState<Source | null>(null)
  const [filter, setFilter] = useState<SpendFilter>(NO_FILTER)
  const [unit, setUnit] = useState<SpendUnit>('day')
  const [isImporting, setIsImporting] = useState(false)
  const complete = logs.data?.filter(({ state }) => state === 'complete') ?? []
  // Logs tell of production; without one, what runs cost is all there is.
  const kind = chosen ?? (complete.length > 0 ? 'logs' : 'runs')
  const source: SpendSource = kind === 'logs' ? { kind, logIds: null } : { kind, runIds: null }
  const wish = logs.data ? { projectId, source, filter, unit } : null
  const spend = useRoute('spend.breakdown', wish, { keepPrevious: true })
  const choose = (next: Source) => {
    setChosen(next)
    setFilter(NO_FILTER)
  }
  const importButton = (
    <Button
      variant={complete.length === 0 ? 'filled' : 'default'}
      onClick={() => setIsImporting(true)}
      data-testid="import-usage-log"
    >
      Import a usage log…
    </Button>
  )
  return (
    <div className={styles.tab} data-testid="spend-tab">
      <div className={styles.bar}>
        <SegmentedControl
          aria-label="Whose spend"
          data={[...SOURCES]}
          value={kind}
          onChange={(value) => choose(value as Source)}
        />
        <SegmentedControl
          aria-label="Over time by"
          data={[...SpendUnit.options]}
          value={unit}
          onChange={(value) => setUnit(SpendUnit.parse(value))}
        />
        <FilterChips filter={filter} onChange={setFilter} />
        <div className={styles.actions}>
          {spend.data && !spend.isPlaceholderData ? (
            <SpendReport spend={spend.data} wish={{ projectId, source, filter }} savings={savings} />
          ) : null}
          {importButton}
        </div>
      </div>
      {logs.error ? <FailedState error={logs.error} /> : null}
      {spend.error ? <FailedState error={spend.error} onRetry={() => void spend.refetch()} /> : null}
      {spend.data === undefined && !spend.error ? (
        <LoadingRows rows={8} label="Adding up where the money goes" />
      ) : null}
      {spend.data === null ? <NoSpend kind={kind} action={importButton} /> : null}
      {spend.data ? (
        <SpendView spend={spend.data} wish={{ projectId, source, filter }} savings={savings} onFilter={setFilter} />
      ) : null}
      {complete.length > 0 ? <LogList logs={complete} /> : null}
      {isImporting ? (
        <LogImportDialog
          projectId={projectId}
          onClose={() => {
            setIsImporting(false)
            choose('logs')
          }}
        />
      ) : null}
    </div>
  )
}

function NoSpend({ kind, action }: { readonly kind: Source; readonly action: React.ReactNode }) {
  if (kind === 'runs')
    return (
      <EmptyState icon="savings" title="No run has an answer yet">
        Run a prompt on an eval set: what its answers cost is added up here by prompt, model and tag.
      </EmptyState>
    )
  return (
    <EmptyState icon="savings" title="No usage log yet" action={action}>
      A log of your application, its gateway or its provider tells what production costs: by feature, user, model and
      day. It stays on this machine.
    </EmptyState>
  )
}

function FilterChips({
  filter,
  onChange,
}: {
  readonly filter: SpendFilter
  readonly onChange: (filter: SpendFilter) => void
}) {
  const { model, tag } = filter
  return (
    <>
      {model === null ? null : (
        <Button variant="subtle" onClick={() => onChange({ ...filter, model: null })} data-testid="spend-filter">
          {`model: ${model === '' ? 'not said' : model} ×`}
        </Button>
      )}
      {tag === null ? null : (
        <Button variant="subtle" onClick={() => onChange({ ...filter, tag: null })} data-testid="spend-filter">
          {`${tag.name}: ${tag.value ?? 'not said'} ×`}
        </Button>
      )}
    </>
  )
}

interface SpendViewProps {
  readonly spend: SpendBreakdown
  readonly wish: SpendWish
  readonly savings: SavingsWish
  readonly onFilter: (filter: SpendFilter) => void
}

function SpendView({ spend, wish, savings, onFilter }: SpendViewProps) {
  const { projectId, source } = wish
  const { kind } = source
  const theme = useChartTheme()
  return (
    <>
      <SpendFigures spend={spend} isLog={kind === 'logs'} />
      {spend.overTime.length > 0 ? (
        <ChartWithFiles
          chart={spendChart(spend, theme)}
          ownerName={kind === 'logs' ? 'usage logs' : 'runs'}
          height={240}
          testId="spend-chart"
        />
      ) : null}
      <SpendAlerts projectId={projectId} logs={kind === 'logs' ? spend : null} />
      <div className={styles.panels}>
        <SpendBuckets wish={savings} />
        {kind === 'runs' ? <SpendSegments wish={savings} /> : null}
        <SpendGroups spend={spend} wish={wish} onFilter={onFilter} />
        <SpendCalls spend={spend} />
      </div>
    </>
  )
}

/** Only once all of it is known: a part that is on its way would read as if there were none. */
function SpendReport({ spend, wish, savings }: Omit<SpendViewProps, 'onFilter'>) {
  const { projectId, source, filter } = wish
  const alerts = useRoute('spend.alerts', { projectId })
  const buckets = useRoute('savings.buckets', savings)
  const segments = useRoute('savings.segments', source.kind === 'runs' ? savings : null)
  if (alerts.isPending || buckets.isPending || (source.kind === 'runs' && segments.isPending)) return null
  const title = source.kind === 'logs' ? 'Usage logs' : 'Answers of runs'
  return (
    <SaveReport
      name={`spend ${title}`}
      render={(format, origin) =>
        renderSpend(format, {
          title,
          spend,
          filter,
          alerts: alerts.data ?? [],
          buckets: buckets.data ?? null,
          segments: segments.data ?? null,
          ...origin,
        })
      }
    />
  )
}
