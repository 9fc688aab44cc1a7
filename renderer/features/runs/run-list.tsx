import { Button, Menu } from '@mantine/core'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef } from 'react'
import { formatUsd } from '../../../shared/cost/format-usd.ts'
import type { ModelId, RunId } from '../../../shared/domain/ids.ts'
import type { Run } from '../../../shared/domain/run.ts'
import { useCommand } from '../../client/use-command.ts'
import { useJob } from '../../client/use-job.ts'
import { useRoute } from '../../client/use-route.ts'
import { countText, momentText, plural } from '../../ui/figures.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Tag } from '../../ui/marks.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { useNameDialog } from '../../ui/use-name-dialog.tsx'
import { VariantBadge } from '../../ui/variant-badge.tsx'
import styles from './run-list.module.css'
import { runProgress } from './run-progress.ts'
import { RunStateTag } from './run-state-tag.tsx'
import { useArchiveRun } from './use-archive-run.ts'
import { useResumeRun } from './use-resume-run.tsx'

/** Of run-list.module.css, with its line. */
const ROW_HEIGHT_PX = 49

export interface RunListProps {
  /** Newest first. */
  readonly runs: readonly Run[]
  readonly onOpen: (runId: RunId) => void
}

export function RunList({ runs, onOpen }: RunListProps) {
  const { resume, isResuming, dialog } = useResumeRun()
  const models = useRoute('models.list', {}).data ?? []
  const simulations = new Set(models.filter(({ isSimulation }) => isSimulation).map(({ id }) => id))
  const scroller = useRef<HTMLDivElement>(null)
  // A row has a menu and commands of its own: 200 of them at once took seconds to mount.
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT_PX,
    overscan: 10,
  })
  const shown = rows.getVirtualItems()
  return (
    <div className={styles.scroller} ref={scroller}>
      <table className={styles.table} aria-label="Runs" aria-rowcount={runs.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            <th>Run</th>
            <th>State</th>
            <th className={styles.set}>Eval set</th>
            <th>Variants and models</th>
            <th className={styles.number}>Cells</th>
            <th className={styles.number}>Failed</th>
            <th className={styles.number}>Cost</th>
            <th>Created</th>
            <th>
              <span className="visually-hidden">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Gap height={shown[0]?.start ?? 0} />
          {shown.map(({ index }) => {
            const run = runs[index]
            return run ? (
              <RunRow
                key={run.id}
                index={index}
                run={run}
                simulations={simulations}
                onOpen={onOpen}
                onResume={() => void resume(run)}
                isResuming={isResuming}
              />
            ) : null
          })}
          <Gap height={rows.getTotalSize() - (shown.at(-1)?.end ?? 0)} />
        </tbody>
      </table>
      {dialog}
    </div>
  )
}

/** In place of the rows above or below the window. */
function Gap({ height }: { readonly height: number }) {
  return height > 0 ? (
    <tr aria-hidden>
      <td style={{ height, padding: 0 }} />
    </tr>
  ) : null
}

interface RunRowProps {
  readonly index: number
  readonly run: Run
  readonly simulations: ReadonlySet<ModelId>
  readonly onOpen: (runId: RunId) => void
  readonly onResume: () => void
  readonly isResuming: boolean
}

function RunRow({ index, run, simulations, onOpen, onResume, isResuming }: RunRowProps) {
  const job = useJob(run.state === 'running' ? run.jobId : null)
  const { done, total, failed, costNanoUsd, hasUnpriced } = runProgress(run, job)
  const modelIds = [...new Set(run.columns.map(({ modelId }) => modelId))]
  const labels = [...new Set(run.columns.map(({ variantLabel }) => variantLabel))]
  const isSimulation = modelIds.every((id) => simulations.has(id))
  const promptNames = [...new Set(run.columns.map(({ promptName }) => promptName))]
  return (
    <tr data-testid="run-row" data-state={run.state} className={styles.row} aria-rowindex={index + 2}>
      <td className={styles.nameCell}>
        <button type="button" className={styles.name} onClick={() => onOpen(run.id)} title={run.name}>
          {run.name}
        </button>
        <div className={styles.small}>{promptNames.join(', ')}</div>
      </td>
      <td>
        <div className={styles.state}>
          <RunStateTag state={run.state} />
          {run.archivedAt === null ? null : <Tag>archived</Tag>}
          {run.state === 'incomplete' ? (
            <Button
              variant="default"
              size="compact-xs"
              onClick={onResume}
              disabled={isResuming}
              data-testid="run-resume"
            >
              Resume
            </Button>
          ) : null}
        </div>
      </td>
      <td className={`${styles.clipped} ${styles.set}`} title={run.evalSetName}>
        {run.evalSetName}
        <div className={styles.small}>{countText(run.caseCount)} cases</div>
      </td>
      <td className={styles.columns}>
        <span className={styles.badges}>
          {labels.map((label) => (
            <VariantBadge key={label} label={label} />
          ))}
          <span className="muted">on {plural(modelIds.length, 'model')}</span>
        </span>
        <div className={styles.small} title={modelIds.join(', ')}>
          {modelIds.join(', ')}
        </div>
      </td>
      <td className={styles.number}>
        {run.state === 'complete' ? countText(total) : `${countText(done)} of ${countText(total)}`}
        {run.state === 'running' ? <ProgressBar done={done} total={total} label={`Progress of ${run.name}`} /> : null}
      </td>
      <td className={styles.number}>
        {failed === 0 ? <span className="muted">0</span> : <Tag tone="bad">{countText(failed)}</Tag>}
      </td>
      <td className={styles.number}>
        {formatUsd(costNanoUsd)}
        {hasUnpriced ? <div className={styles.small}>and unpriced calls</div> : null}
        {isSimulation ? <div className={styles.small}>simulation</div> : null}
      </td>
      <td className={styles.moment}>{momentText(run.createdAt)}</td>
      <td>
        <RunMenu run={run} onOpen={onOpen} />
      </td>
    </tr>
  )
}

function RunMenu({ run, onOpen }: { readonly run: Run; readonly onOpen: (runId: RunId) => void }) {
  const rename = useCommand('runs.rename')
  const archive = useArchiveRun()
  const bringBack = useCommand('runs.archive')
  const { askName, dialog } = useNameDialog()

  async function renameRun(): Promise<void> {
    const name = await askName({ title: 'Rename run', label: 'Run name', verb: 'Rename', value: run.name })
    if (name) await rename.run({ runId: run.id, name })
  }

  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <IconButton icon="more" label={`More for ${run.name}`} testId="run-menu" />
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => onOpen(run.id)}>Open</Menu.Item>
          <Menu.Item onClick={() => void renameRun()}>Rename…</Menu.Item>
          {run.archivedAt === null ? (
            <Menu.Item onClick={() => void archive(run)} disabled={run.state === 'running'}>
              Archive
            </Menu.Item>
          ) : (
            <Menu.Item onClick={() => void bringBack.run({ runId: run.id, isArchived: false })}>Bring back</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {dialog}
    </>
  )
}
