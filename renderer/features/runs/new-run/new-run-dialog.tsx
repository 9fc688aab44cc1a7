import { Button, Modal, NumberInput, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { formatUsd } from '../../../../shared/cost/format-usd.ts'
import { EvalSetId, type ModelId, PromptId } from '../../../../shared/domain/ids.ts'
import { usdToNano } from '../../../../shared/domain/money.ts'
import type { Project } from '../../../../shared/domain/prompt.ts'
import type { RunPreview } from '../../../../shared/domain/run.ts'
import type { RunPreset } from '../../../client/router.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { countText, plural } from '../../../ui/figures.ts'
import { Keys } from '../../../ui/marks.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { LoadingRows } from '../../../ui/states.tsx'
import { UsdInput } from '../../../ui/usd-input.tsx'
import { JudgeChoice } from './judge-choice.tsx'
import { ModeChoice } from './mode-choice.tsx'
import { ModelChoice } from './model-choice.tsx'
import styles from './new-run.module.css'
import { costText, RunForecast } from './run-forecast.tsx'
import { type RunForm, useRunForm } from './use-run-form.ts'
import { VariantChoice } from './variant-choice.tsx'

/** Above this a run is asked about once more. */
const CONFIRM_ABOVE_NANO_USD = usdToNano(1)

export interface NewRunDialogProps {
  readonly project: Project
  readonly promptId: PromptId | null
  readonly preset: RunPreset | null
  readonly onClose: () => void
}

/** Chooses what to run, with its calls and cost before any call is made. */
export function NewRunDialog({ project, promptId, preset, onClose }: NewRunDialogProps) {
  const form = useRunForm(project.id, promptId, preset)
  const { go } = useNavigate()
  const start = useCommand('runs.start')
  const [isAsking, setIsAsking] = useState(false)
  const { preview, spec } = form
  const isReady = spec !== null && preview !== null && !form.isPreviewStale && preview.problems.length === 0
  const simulated = new Set(form.models.filter(({ model }) => model.isSimulation).map(({ model }) => model.id))
  const reason = isReady ? reasonToAsk(preview, form.budgetUsd, simulated) : null

  async function startRun(): Promise<void> {
    if (!isReady || start.isRunning) return
    if (reason && !isAsking) return setIsAsking(true)
    const started = await start.run(spec)
    if (!started) return setIsAsking(false)
    onClose()
    go({ page: 'runs', runId: started.runId })
  }

  useActions([{ id: 'start-run', label: 'Start run', group: 'Runs', keys: 'mod+Enter', run: () => void startRun() }])

  return (
    <Modal
      opened
      onClose={onClose}
      title="New run"
      size={1000}
      padding={0}
      closeButtonProps={{ 'aria-label': 'Close' }}
      data-testid="new-run-dialog"
    >
      {form.isLoading ? <LoadingRows label="Loading prompts, models and eval sets" /> : <RunFields form={form} />}
      <div className={styles.footer}>
        {isAsking && reason ? (
          <span className={styles.question} role="alert" data-testid="new-run-confirm-text">
            {reason}
          </span>
        ) : (
          <span className="muted">{preview && spec ? footText(preview) : ''}</span>
        )}
        <Button variant="default" onClick={isAsking ? () => setIsAsking(false) : onClose}>
          {isAsking ? 'Back' : 'Cancel'}
        </Button>
        <Button
          disabled={!isReady}
          loading={start.isRunning}
          onClick={() => void startRun()}
          rightSection={isAsking ? null : <Keys keys="mod+Enter" />}
          data-testid="new-run-start"
        >
          {isAsking && preview ? `Start, ${costText(preview)}` : 'Start run'}
        </Button>
      </div>
    </Modal>
  )
}

function RunFields({ form }: { readonly form: RunForm }) {
  const { choices, change } = form
  const evalSet = form.evalSets.find(({ id }) => id === form.evalSetId)
  return (
    <div className={styles.columns}>
      <div className={styles.fields}>
        <Select
          label="Prompt"
          data={form.prompts.map(({ id, name }) => ({ value: id, label: name }))}
          value={form.promptId}
          onChange={(value) => value && change({ promptId: PromptId.parse(value) })}
          data-testid="new-run-prompt"
        />
        <fieldset className={styles.group}>
          <legend>Variants</legend>
          <VariantChoice
            variants={form.variants}
            leftOut={choices.leftOut}
            onChange={(leftOut) => change({ leftOut })}
          />
        </fieldset>
        <fieldset className={styles.group}>
          <legend>Models</legend>
          <ModelChoice options={form.models} chosen={form.modelIds} onChange={(modelIds) => change({ modelIds })} />
        </fieldset>
        <ModeChoice mode={form.mode} obstacles={form.obstacles} onChange={(mode) => change({ mode })} />
        <Select
          label="Eval set"
          placeholder="This project has no eval set yet"
          data={form.evalSets.map(({ id, name, caseCount }) => ({
            value: id,
            label: `${name} (${plural(caseCount, 'case')})`,
          }))}
          value={form.evalSetId}
          onChange={(value) => value && change({ evalSetId: EvalSetId.parse(value) })}
          data-testid="new-run-eval-set"
        />
        {form.isJudgeAsked ? (
          <JudgeChoice
            options={form.models}
            chosen={form.judgeModelId}
            contestants={form.modelIds}
            onChange={(judgeModelId) => change({ judgeModelId })}
          />
        ) : null}
        <div className={styles.row}>
          <NumberInput
            label="Cases"
            description="The first so many"
            placeholder={evalSet ? `all ${countText(evalSet.caseCount)}` : 'all'}
            min={1}
            allowDecimal={false}
            value={choices.caseLimit ?? ''}
            onChange={(value) => change({ caseLimit: Number(value) >= 1 ? Number(value) : null })}
            data-testid="new-run-case-limit"
          />
          <NumberField
            label="Repeats"
            description="Of each case"
            min={1}
            max={100}
            allowDecimal={false}
            value={choices.repeats}
            onChange={(repeats) => repeats !== null && change({ repeats: Math.min(100, Math.max(1, repeats)) })}
            data-testid="new-run-repeats"
          />
          <UsdInput
            label="Budget, in $"
            description="The run stops at it"
            placeholder="none"
            value={form.budgetUsd}
            onChange={(budgetUsd) => change({ budgetUsd })}
            testId="new-run-budget"
          />
        </div>
        <Switch
          label="Use known answers to identical requests (free)"
          checked={choices.mayUseCache}
          onChange={(event) => change({ mayUseCache: event.currentTarget.checked })}
          data-testid="new-run-cache"
        />
        <Switch
          label="Stop an answer early once it cannot pass"
          description={
            form.mode === 'batch'
              ? 'Not in a batch: its answers come whole.'
              : 'Ends the stream at broken JSON, a wrong label, a refusal or endless repetition; what was written until then is billed, and counted by us (≈).'
          }
          disabled={form.mode === 'batch'}
          checked={form.mayStopEarly}
          onChange={(event) => change({ mayStopEarly: event.currentTarget.checked })}
          data-testid="new-run-early-stop"
        />
        <Switch
          label="Ask how sure the model is of each answer"
          description="Keeps the mean log-probability of its tokens, where the provider tells it; a cascade can check answers by it. Free, but answers kept without it are asked again."
          checked={choices.keepsLogProbabilities}
          onChange={(event) => change({ keepsLogProbabilities: event.currentTarget.checked })}
          data-testid="new-run-log-probabilities"
        />
        <TextInput
          label="Name"
          placeholder="made from what is chosen"
          maxLength={200}
          value={choices.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
          data-testid="new-run-name"
        />
        <TextInput
          label="Tags"
          description="What its calls are for; budgets of a tag count them"
          placeholder="feature=search, user=anna"
          maxLength={2000}
          error={form.badTag === null ? null : `“${form.badTag}” is not name=value.`}
          value={choices.tags}
          onChange={(event) => change({ tags: event.currentTarget.value })}
          data-testid="new-run-tags"
        />
      </div>
      <section className={styles.preview} aria-label="Before it starts">
        <h3 className={styles.heading}>Before it starts</h3>
        <RunForecast
          preview={form.preview}
          error={form.previewError}
          isStale={form.isPreviewStale}
          missing={missingText(form)}
          isBatch={form.mode === 'batch'}
          hasSimulation={form.models.some(({ model }) => model.isSimulation && form.modelIds.includes(model.id))}
        />
      </section>
    </div>
  )
}

function missingText({ promptId, variants, evalSetId, modelIds, choices, badTag }: RunForm): string | null {
  if (badTag !== null) return 'Write each tag as name=value.'
  if (promptId === null) return 'This project has no prompt yet. Write one under Prompts.'
  if (evalSetId === null) return 'This project has no eval set yet. Import your cases under Eval sets.'
  if (variants.length > 0 && variants.every(({ letter }) => choices.leftOut.includes(letter)))
    return 'Choose a variant.'
  if (modelIds.length === 0) return 'Choose a model.'
  return null
}

/** Why to ask once more before money is spent; null when there is no need. The simulation costs nothing in truth. */
function reasonToAsk(preview: RunPreview, budgetUsd: number | null, simulated: ReadonlySet<ModelId>): string | null {
  const { perModel, unpricedModelIds, calls, judge } = preview
  if (calls === 0 && judge === null) return null
  if (budgetUsd === null && unpricedModelIds.length > 0)
    return `What ${unpricedModelIds.join(', ')} costs is unknown, and there is no budget.`
  const high = perModel
    .filter(({ modelId }) => !simulated.has(modelId))
    .reduce((sum, { costHighNanoUsd }) => sum + (costHighNanoUsd ?? 0), judgeHigh(preview, simulated))
  const most = budgetUsd === null ? high : Math.min(high, usdToNano(budgetUsd))
  if (most <= CONFIRM_ABOVE_NANO_USD) return null
  const limit = most < high ? `, and stops at its budget of ${formatUsd(most)}` : ''
  return `This run may cost up to ${formatUsd(high)}${limit}.`
}

function judgeHigh({ judge }: RunPreview, simulated: ReadonlySet<ModelId>): number {
  return judge === null || judge.modelIds.every((id) => simulated.has(id)) ? 0 : (judge.costHighNanoUsd ?? 0)
}

function footText({ calls, cells }: RunPreview): string {
  return `${plural(cells, 'cell')}, ${plural(calls, 'call')} to send`
}
