import { Button, Select } from '@mantine/core'
import { useMemo, useState } from 'react'
import { compressors } from '../../../../shared/compress/registry.ts'
import { splitSegments } from '../../../../shared/compress/split-segments.ts'
import { type JobId, ModelId } from '../../../../shared/domain/ids.ts'
import { nanoToUsd, usdToNano } from '../../../../shared/domain/money.ts'
import { useServices } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { useJob } from '../../../client/use-job.ts'
import { useRoute } from '../../../client/use-route.ts'
import { UsdInput } from '../../../ui/usd-input.tsx'
import { useChosenModels } from '../cost/use-chosen-models.ts'
import type { Desk } from '../use-desk.ts'
import styles from './compress.module.css'
import { RewriteProgress } from './rewrite-progress.tsx'
import { RewriteProposal } from './rewrite-proposal.tsx'
import { SegmentPicker } from './segment-picker.tsx'

/** Parts that hold prose; code, data and examples are never rewritten. */
const PROSE: ReadonlySet<string> = new Set(['paragraph', 'list-item', 'sentence'])
const MIN_CHARACTERS = 40
/** Where the settings name no budget. */
const DEFAULT_BUDGET_USD = 0.5

/** A small model says the chosen segments in fewer words; what it proposes is then taken or refused edit by edit. */
export function RewritePanel({ desk, onChoose }: { readonly desk: Desk; readonly onChoose: (letter: string) => void }) {
  const { drafts } = useServices()
  const { catalog, settings } = useChosenModels()
  const start = useCommand('compress.start')
  const saveSettings = useCommand('settings.save')
  const [jobId, setJobId] = useState<JobId | null>(null)
  const [refusedSegments, setRefusedSegments] = useState<ReadonlySet<string>>(new Set())
  const job = useJob(jobId)
  const model = catalog.find(({ id }) => id === settings?.compressModelId)
  /** Undefined = as in the settings. */
  const [typedUsd, setTypedUsd] = useState<number | null | undefined>(undefined)
  const defaultNanoUsd = settings?.defaultRunBudgetNanoUsd ?? null
  const defaultUsd = defaultNanoUsd === null ? DEFAULT_BUDGET_USD : nanoToUsd(defaultNanoUsd)
  // No budget can be kept for an unpriced model, and the core would refuse it.
  const budgetUsd = typedUsd === undefined ? (model?.price === null ? null : defaultUsd) : typedUsd
  const isDone = job?.state === 'succeeded'
  const proposal = useRoute('compress.proposal', isDone && jobId ? { jobId } : null)
  const { messages } = desk.draft.content
  const segments = useMemo(
    () => splitSegments(messages).filter(({ kind, text }) => PROSE.has(kind) && text.length >= MIN_CHARACTERS),
    [messages],
  )
  const chosen = segments.filter(({ id }) => !refusedSegments.has(id))
  const modelIds = compressors.all.filter(({ needsModel }) => needsModel)
  const compressor = modelIds[0]

  async function rewrite(): Promise<void> {
    if (!model || !compressor) return
    const variantId = await drafts.getState().saveTab(desk.variant)
    if (!variantId) return
    const started = await start.run({
      variantId,
      modelId: model.id,
      compressorId: compressor.id,
      segmentIds: chosen.length === segments.length ? null : chosen.map(({ id }) => id),
      budgetNanoUsd: budgetUsd === null ? null : usdToNano(budgetUsd),
    })
    if (started) setJobId(started.jobId)
  }

  if (job && job.state !== 'succeeded') {
    return <RewriteProgress job={job} onClose={() => setJobId(null)} />
  }
  if (proposal.data) {
    return <RewriteProposal proposal={proposal.data} desk={desk} onChoose={onChoose} onClose={() => setJobId(null)} />
  }
  return (
    <>
      <div className={styles.form}>
        <Select
          label="Model that rewrites"
          searchable
          data={catalog.map(({ id, label }) => ({ value: id, label }))}
          value={model?.id ?? null}
          data-testid="rewrite-model"
          onChange={(value) => value && void saveSettings.run({ compressModelId: ModelId.parse(value) })}
        />
        <UsdInput
          label="Budget, in $"
          description="It stops at it. Empty = none."
          placeholder="none"
          value={budgetUsd}
          onChange={setTypedUsd}
          testId="rewrite-budget"
        />
        {proposal.error ? <p className={styles.hint}>{proposal.error.message}</p> : null}
        <SegmentPicker segments={segments} refused={refusedSegments} onChange={setRefusedSegments} />
        <Button
          disabled={!model || chosen.length === 0}
          loading={start.isRunning}
          onClick={() => void rewrite()}
          data-testid="rewrite"
        >
          Rewrite {chosen.length} {chosen.length === 1 ? 'segment' : 'segments'}
        </Button>
      </div>
      <p className={styles.hint}>
        Protected text is hidden from the model and checked byte for byte afterwards. A rewrite that loses any of it is
        rejected with the reason. Rewrites can change answers: run the new variant against your cases.
      </p>
    </>
  )
}
