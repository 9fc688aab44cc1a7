import { Button, Select } from '@mantine/core'
import type { ModelId } from '../../../../shared/domain/ids.ts'
import type { SavingsReport } from '../../../../shared/domain/savings.ts'
import type { UpgradeReport } from '../../../../shared/domain/upgrade.ts'
import { useSaveFile } from '../../../client/save-file.ts'
import { useClient, useNavigate } from '../../../client/services.tsx'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { notifyDone, notifyFailure } from '../../../ui/notify.tsx'
import { EmptyState, FailedState, LoadingRows } from '../../../ui/states.tsx'
import type { Savings } from '../use-savings.ts'
import { AuditList } from './audit-list.tsx'
import styles from './upgrade.module.css'
import { UpgradeTable } from './upgrade-table.tsx'

/** Whether to move today's prompt to another model: what would break, what it costs, what a run has shown. */
export function ModelUpgrade({ savings, report }: { readonly savings: Savings; readonly report: SavingsReport }) {
  const [chosen, choose] = useRemembered<ModelId | null>(`upgrade.${report.run.promptId}`, null)
  const models = useRoute('models.list', {})
  const upgrade = useRoute('savings.upgrade', chosen && { ...savings.wish, modelId: chosen }, { keepPrevious: true })
  const listed = (models.data ?? []).filter(({ id, isSimulation }) => !isSimulation && id !== report.baseline.modelId)
  const inRun = report.columns.map(({ column }) => column.modelId)
  const recorded = [...new Set(inRun)].filter(
    (id) => id !== report.baseline.modelId && !listed.some((model) => model.id === id),
  )
  return (
    <section className={styles.upgrade} aria-label="Model upgrade" data-testid="model-upgrade">
      <div className={styles.choice}>
        <Select
          label="New model"
          placeholder="Choose a model"
          searchable
          data={[
            ...recorded.map((id) => ({ value: id, label: `${id} (in this run)` })),
            ...listed.map(({ id, label }) => ({
              value: id,
              label: inRun.includes(id) ? `${label} (in this run)` : label,
            })),
          ]}
          value={chosen}
          // Holds: the values are ids of models.
          onChange={(value) => choose(value as ModelId | null)}
          data-testid="upgrade-model"
        />
        <p className="muted">
          Today’s prompt is audited for what the new model refuses, bills or no longer needs; a run of the same cases
          tells the rest.
        </p>
      </div>
      {chosen === null ? (
        <EmptyState icon="models" title="Which model are you thinking of?">
          Choose it above. Nothing is sent until you start a run.
        </EmptyState>
      ) : upgrade.error ? (
        <FailedState error={upgrade.error} onRetry={() => void upgrade.refetch()} />
      ) : upgrade.data ? (
        <div className={styles.told}>
          <Comparison upgrade={upgrade.data} savings={savings} report={report} />
        </div>
      ) : (
        <LoadingRows rows={5} label="Auditing the prompt" />
      )}
    </section>
  )
}

function Comparison({
  upgrade,
  savings,
  report,
}: {
  readonly upgrade: UpgradeReport
  readonly savings: Savings
  readonly report: SavingsReport
}) {
  const { go } = useNavigate()
  const client = useClient()
  const saveFile = useSaveFile()
  const { from, to, isMeasured, verdict, findings, promptId, variantId } = upgrade

  async function exportRecord(): Promise<void> {
    try {
      const file = await client.call('savings.upgrade-record', { ...savings.wish, modelId: to.modelId })
      if (await saveFile(file)) notifyDone(`Exported ${file.fileName}.`)
    } catch (error) {
      notifyFailure(error instanceof Error ? error.message : 'The record could not be written.')
    }
  }

  function rerun(): void {
    // Recorded models cannot be asked; the others run side by side, so that the verdict is paired.
    const modelIds = [from.modelId, to.modelId].filter((id) => !id.startsWith('recorded/'))
    const preset = { evalSetId: report.run.evalSetId, modelIds, leftOut: [], caseLimit: null, repeats: 1 }
    go({ page: 'runs', newRunFor: promptId, preset })
  }

  return (
    <>
      <p className={styles.verdict} data-testid="upgrade-verdict">
        {verdict === null
          ? `Not measured: this run has no answers of ${to.label}. Its cost below is today’s tokens at its prices (≈).`
          : `${verdict.isProven ? '' : 'Indicative: '}${verdict.sentence}`}
      </p>
      <UpgradeTable upgrade={upgrade} />
      <div className={styles.buttons}>
        <Button
          variant="default"
          onClick={rerun}
          disabled={to.modelId.startsWith('recorded/')}
          data-testid="upgrade-run"
        >
          {isMeasured ? 'Run the set again' : 'Run the set on it'}
        </Button>
        <Button variant="default" onClick={() => go({ page: 'prompts', promptId, variantId })}>
          Open the prompt
        </Button>
        <Button variant="default" onClick={() => void exportRecord()} data-testid="upgrade-export">
          Export the decision
        </Button>
      </div>
      <AuditList findings={findings} />
    </>
  )
}
