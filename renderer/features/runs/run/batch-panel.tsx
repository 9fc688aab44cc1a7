import { Button } from '@mantine/core'
import { type Batch, isOpenBatch } from '../../../../shared/domain/batch.ts'
import type { Run } from '../../../../shared/domain/run.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { countText, momentText } from '../../../ui/figures.ts'
import styles from './batch-panel.module.css'

/** The batches of a run with what each waits for; collects what has come, or asks the providers to stop. */
export function BatchPanel({ run }: { readonly run: Run }) {
  const batches = useRoute('batches.list', { runId: run.id })
  const collect = useCommand('batches.collect')
  const cancel = useCommand('batches.cancel')
  if (batches.error) return <p className={styles.note}>{batches.error.message}</p>
  if (!batches.data || batches.data.length === 0) return null
  const isWaiting = run.state === 'waiting'
  const mayCancel = batches.data.some(
    ({ state, providerBatchId }) => providerBatchId !== null && state !== 'ended' && isOpenBatch(state),
  )
  return (
    <section className={styles.panel} aria-label="Batches" data-testid="run-batches">
      <div className={styles.scroller}>
        <table className={styles.table} aria-label="Batches of this run">
          <thead>
            <tr>
              <th>Provider and model</th>
              <th>Requests</th>
              <th>State</th>
              <th>Submitted</th>
              <th>Expires</th>
            </tr>
          </thead>
          <tbody>
            {batches.data.map((batch) => (
              <BatchRow key={batch.id} batch={batch} />
            ))}
          </tbody>
        </table>
      </div>
      {isWaiting ? (
        <div className={styles.actions}>
          <Button
            loading={collect.isRunning}
            onClick={() => void collect.run({ runId: run.id })}
            data-testid="batch-collect"
          >
            Collect now
          </Button>
          <Button
            variant="default"
            disabled={!mayCancel}
            loading={cancel.isRunning}
            title="What is answered by then is billed, and can be collected."
            onClick={() => void cancel.run({ runId: run.id })}
            data-testid="batch-cancel"
          >
            Cancel batches
          </Button>
        </div>
      ) : null}
    </section>
  )
}

function BatchRow({ batch }: { readonly batch: Batch }) {
  const { providerId, modelId, providerBatchId, requestCount, succeededCount, failedCount } = batch
  return (
    <tr data-testid="batch-row" data-state={batch.state}>
      <td title={providerBatchId ?? undefined}>
        {providerId} · {modelId}
      </td>
      <td>
        {countText(succeededCount)} of {countText(requestCount)} answered
        {failedCount > 0 ? `, ${countText(failedCount)} failed` : ''}
      </td>
      <td>
        {batch.state.replaceAll('-', ' ')}
        {batch.error ? <div className={styles.problem}>{batch.error.message}</div> : null}
      </td>
      <td>{momentText(batch.submittedAt)}</td>
      <td>{batch.expiresAt === null ? 'not told' : momentText(batch.expiresAt)}</td>
    </tr>
  )
}
