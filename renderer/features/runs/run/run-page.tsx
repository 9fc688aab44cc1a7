import { Button, Menu, SegmentedControl } from '@mantine/core'
import { useEffect, useState } from 'react'
import type { RunId } from '../../../../shared/domain/ids.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useSaveFile } from '../../../client/save-file.ts'
import { useClient, useNavigate, usePlace } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useJob } from '../../../client/use-job.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { Icon } from '../../../ui/icon.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { InlineEdit } from '../../../ui/inline-edit.tsx'
import { notifyDone, notifyFailure } from '../../../ui/notify.tsx'
import { Page } from '../../../ui/page.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import { HandView, type HandViewProps } from '../calibration/hand-view.tsx'
import { RunCharts } from '../charts/run-charts.tsx'
import type { CellChoice } from '../grid/results-view.tsx'
import { ResultsView } from '../grid/results-view.tsx'
import { RunStateTag } from '../run-state-tag.tsx'
import { useArchiveRun } from '../use-archive-run.ts'
import { VerdictView } from '../verdict/verdict-view.tsx'
import styles from './run-page.module.css'
import { RunStrip } from './run-strip.tsx'
import { useLiveResults } from './use-live-results.ts'

const REPORTS = [
  { format: 'html', label: 'HTML: one file with everything' },
  { format: 'markdown', label: 'Markdown' },
  { format: 'csv', label: 'CSV: every cell' },
  { format: 'xlsx', label: 'Excel (XLSX): every cell' },
  { format: 'junit', label: 'JUnit XML' },
] as const
type ReportFormat = (typeof REPORTS)[number]['format']

const TABS = ['results', 'chart', 'verdict', 'labels'] as const
type Tab = (typeof TABS)[number]

export function RunPage({ runId }: { readonly runId: RunId }) {
  const run = useRoute('runs.get', { runId })
  const { go } = useNavigate()
  const back = (
    <IconButton icon="chevron-left" label="All runs" onClick={() => go({ page: 'runs' })} testId="run-back" />
  )
  if (run.error && !run.data) {
    return (
      <Page title="Run" actions={back}>
        <FailedState error={run.error} onRetry={() => void run.refetch()} />
      </Page>
    )
  }
  if (!run.data) {
    return (
      <Page title="Run">
        <LoadingRows label="Loading run" />
      </Page>
    )
  }
  return <LoadedRun run={run.data} />
}

function LoadedRun({ run }: { readonly run: Run }) {
  const { go } = useNavigate()
  const job = useJob(run.jobId)
  const summary = useRoute('results.summary', { runId: run.id })
  const rename = useCommand('runs.rename')
  const archive = useArchiveRun()
  const [tab, setTab] = useRemembered<Tab>('run.tab', 'results')
  const [baseline, setBaseline] = useRemembered<number | null>(`run.${run.id}.baseline`, null)
  const saveReport = useSaveReport(run, baseline)
  const [openedCell, setOpenedCell] = useState<CellChoice | null>(null)
  const [review, setReview] = useState<HandViewProps['wanted']>(null)
  const place = usePlace()
  const isBrought = place.page === 'runs' && place.runId === run.id && place.view?.brought != null
  useEffect(() => {
    if (isBrought) setTab('results')
  }, [isBrought, setTab])
  useLiveResults(run.id, job)
  useActions([
    { id: 'run-results', label: 'Show results', group: 'Run', keys: 'alt+1', run: () => setTab('results') },
    { id: 'run-chart', label: 'Show chart', group: 'Run', keys: 'alt+2', run: () => setTab('chart') },
    { id: 'run-verdict', label: 'Show verdict', group: 'Run', keys: 'alt+3', run: () => setTab('verdict') },
    { id: 'run-report', label: 'Save report (HTML)', group: 'Run', run: () => void saveReport('html') },
    { id: 'run-list', label: 'Show all runs', group: 'Run', run: () => go({ page: 'runs' }) },
  ])
  const columns = summary.data ?? []
  const judges = useRoute('judges.list', { runId: run.id })
  const hasJudge = (judges.data ?? []).length > 0
  const hasHandWork = hasJudge || run.columns.length > 1
  function openCase(rowIndex: number, columnIndex: number): void {
    setOpenedCell({ rowIndex, columnIndex })
    setTab('results')
  }
  return (
    <Page
      title={
        <span className={styles.title}>
          <IconButton icon="chevron-left" label="All runs" onClick={() => go({ page: 'runs' })} testId="run-back" />
          <InlineEdit
            value={run.name}
            label="Run's name"
            onSave={(name) => void rename.run({ runId: run.id, name })}
            testId="run-name"
          />
          <RunStateTag state={run.state} />
        </span>
      }
      actions={
        <>
          <SegmentedControl
            aria-label="View"
            value={tab}
            onChange={(value) => {
              setOpenedCell(null)
              setReview(null)
              setTab(TABS.find((name) => name === value) ?? 'results')
            }}
            data={[
              { value: 'results', label: 'Results' },
              { value: 'chart', label: 'Chart' },
              { value: 'verdict', label: 'Verdict' },
              ...(hasHandWork ? [{ value: 'labels', label: 'By hand' }] : []),
            ]}
            data-testid="run-tab"
          />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" leftSection={<Icon name="download" size={14} />} data-testid="run-report">
                Report
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {REPORTS.map(({ format, label }) => (
                <Menu.Item key={format} onClick={() => void saveReport(format)} data-testid={`report-${format}`}>
                  {label}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Menu position="bottom-end">
            <Menu.Target>
              <IconButton icon="more" label="More for this run" testId="run-more" />
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                disabled={run.state === 'running'}
                onClick={() => void archive(run).then((isDone) => isDone && go({ page: 'runs' }))}
              >
                Archive
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      }
      hasPadding={false}
    >
      <div className={styles.body}>
        <RunStrip run={run} job={job} columns={columns} />
        {summary.error && !summary.data ? (
          <FailedState error={summary.error} onRetry={() => void summary.refetch()} />
        ) : tab === 'chart' ? (
          <RunCharts
            run={run}
            columns={columns}
            isLoading={summary.isPending}
            baseline={baseline}
            onOpenCase={openCase}
          />
        ) : tab === 'labels' && hasHandWork && !judges.isPending ? (
          <HandView run={run} hasJudge={hasJudge} baseline={baseline ?? 0} wanted={review} onOpenCase={openCase} />
        ) : tab === 'verdict' ? (
          <VerdictView
            run={run}
            columns={columns}
            baseline={baseline ?? 0}
            onBaseline={setBaseline}
            onOpenCase={openCase}
            onReview={(candidate, part) => {
              setReview({ candidate, part })
              setTab('labels')
            }}
          />
        ) : (
          <ResultsView
            run={run}
            columns={columns}
            baseline={baseline}
            onBaseline={setBaseline}
            openedCell={openedCell}
          />
        )}
      </div>
    </Page>
  )
}

function useSaveReport(run: Run, baseline: number | null): (format: ReportFormat) => Promise<void> {
  const client = useClient()
  const save = useSaveFile()
  const column = run.columns[baseline ?? 0]
  return async (format) => {
    try {
      const { encoding = 'utf8', ...file } = await client.call('reports.render', {
        runId: run.id,
        baseline: column ?? null,
        format,
      })
      if (await save({ ...file, encoding })) notifyDone(`Saved ${file.fileName}.`)
    } catch (error) {
      notifyFailure(error instanceof Error ? error.message : 'The report could not be written.')
    }
  }
}
