import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { VariantId } from '../../../../shared/domain/ids.ts'
import { type Prompt, type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import { isOptimizeMode, type SqueezeCheck, type SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { monthlySaving, monthlySavingText } from '../../../../shared/squeeze/monthly-saving.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { countText } from '../../../ui/figures.ts'
import { Keys } from '../../../ui/marks.tsx'
import { savingText } from '../../../ui/saving-text.ts'
import { VariantBadge } from '../../../ui/variant-badge.tsx'
import styles from '../result.module.css'
import { isSame } from './is-same.ts'
import type { Choice } from './use-choice.ts'
import { useProveRun } from './use-prove-run.ts'

export interface TakeBarProps {
  readonly squeeze: SqueezeSnapshot
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
  readonly choice: Choice
}

/** What the choice comes to, whether every gate passes, and the variant that it becomes. */
export function TakeBar({ squeeze, prompt, variants, choice }: TakeBarProps) {
  const take = useCommand('squeeze.take')
  const [name, setName] = useState('')
  const { check, isStale, ids } = choice
  const run = useProveRun(squeeze, prompt, variants)
  const winner = variants.find(({ id }) => id === squeeze.winnerVariantId) ?? null
  const known =
    !choice.isOwn && ids.length > 0 && winner ? winner : isStale || ids.length === 0 ? null : sameText(variants, check)
  const candidate = squeeze.arms.findIndex((arm) => !arm.isBaseline && isSame(arm.editIds, ids))
  const kind = isOptimizeMode(squeeze.spec.mode) ? 'Optimized' : 'Squeezed'
  const usual = `${kind}, ${candidate > 0 ? `candidate ${candidate}` : 'own choice'}`
  const mayTake = ids.length > 0 && check !== null && !isStale && check.faults.length === 0

  async function save(): Promise<Variant | null> {
    if (!mayTake || take.isRunning || known) return null
    return await take.run({ squeezeId: squeeze.id, editIds: [...ids], name: name.trim() || usual })
  }

  async function saveAndRun(): Promise<void> {
    const variant = await save()
    if (variant) run?.(variant.id, variant.letter)
  }

  useActions([
    {
      id: 'squeeze-take',
      label: 'Save the chosen edits as a variant',
      group: 'Squeeze',
      keys: 'mod+s',
      run: () => void save(),
    },
    ...(choice.isOwn
      ? [{ id: 'squeeze-reset', label: 'Back to the best candidate’s edits', group: 'Squeeze', run: choice.reset }]
      : []),
  ])

  return (
    <ActionBar testId="squeeze-take-bar">
      <ChoiceText squeeze={squeeze} choice={choice} armId={squeeze.arms[candidate]?.id ?? null} />
      {known ? (
        <SavedSteps squeeze={squeeze} prompt={prompt} variants={variants} variant={known} />
      ) : (
        <span className={styles.buttons}>
          {choice.isOwn && candidate < 0 && squeeze.bestArmId !== null ? (
            <Button variant="subtle" onClick={choice.reset}>
              Back to the best
            </Button>
          ) : null}
          <TextInput
            aria-label="Name of the variant"
            placeholder={usual}
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            className={styles.takeName ?? ''}
          />
          <Button
            variant="default"
            disabled={!mayTake || run === null}
            loading={take.isRunning}
            onClick={() => void saveAndRun()}
            title="Saves it, and opens a run of it and the original on all cases"
            data-testid="squeeze-take-run"
          >
            Save and run both…
          </Button>
          <Button
            disabled={!mayTake}
            loading={take.isRunning}
            onClick={() => void save()}
            rightSection={<Keys keys="mod+s" />}
            data-testid="squeeze-take"
          >
            Save as variant
          </Button>
        </span>
      )}
    </ActionBar>
  )
}

interface ChoiceTextProps extends Pick<TakeBarProps, 'squeeze' | 'choice'> {
  /** The candidate that says the same; null = none does. */
  readonly armId: string | null
}

function ChoiceText({ squeeze, choice, armId }: ChoiceTextProps) {
  const { check, checkError, ids, isStale } = choice
  return (
    <div className={styles.takeText} data-stale={isStale} data-testid="squeeze-check" aria-live="polite">
      <span className="tabular">
        {countText(ids.length)} of {countText(squeeze.edits.length)} edits
        {check ? (
          <>
            : <strong>{savedText(check)}</strong>
          </>
        ) : null}
      </span>
      {check && ids.length > 0 ? <MonthText squeeze={squeeze} check={check} armId={armId} /> : null}
      {checkError ? (
        <span className={styles.takeFault}>{checkError.message}</span>
      ) : check === null ? (
        <span className="muted">Checking…</span>
      ) : ids.length === 0 ? (
        <span className="muted">Take at least one edit.</span>
      ) : check.faults.length === 0 ? (
        <span className={styles.takeGood}>✓ every gate passes</span>
      ) : (
        <span className={styles.takeFault} data-testid="squeeze-faults">
          {check.faults.slice(0, 2).map(({ gate, label, reason }) => (
            <span key={`${gate}-${reason}`}>
              ✗ {label}: {reason}{' '}
            </span>
          ))}
          {check.faults.length > 2 ? `And ${check.faults.length - 2} more. ` : ''}
          Refuse the edit that does it.
        </span>
      )}
    </div>
  )
}

function MonthText({ squeeze, check, armId }: Omit<ChoiceTextProps, 'choice'> & { readonly check: SqueezeCheck }) {
  const settings = useRoute('settings.get', {}).data
  const models = useRoute('models.list', {}).data
  if (!settings || !models) return null
  const { promptTokens, savedTokens } = check
  const model = models.find(({ id }) => id === squeeze.spec.modelId) ?? null
  const { callsPerDay } = settings.profile
  const saving = monthlySaving(squeeze, { armId, promptTokens, savedTokens }, { model, callsPerDay })
  return (
    <span className="muted tabular" data-testid="squeeze-month">
      {saving
        ? monthlySavingText(saving)
        : `$ per month unknown: ${squeeze.spec.modelId} is unpriced. Enter its price in Models.`}
    </span>
  )
}

function SavedSteps(props: Omit<TakeBarProps, 'choice'> & { readonly variant: Variant }) {
  const { squeeze, prompt, variants, variant } = props
  const { go } = useNavigate()
  const run = useProveRun(squeeze, prompt, variants)
  const open = (variantId: VariantId) => go({ page: 'prompts', promptId: prompt.id, variantId })
  return (
    <span className={styles.buttons} data-testid="squeeze-saved">
      <span>
        Saved as variant <VariantBadge label={variantLabel(variant)} />
      </span>
      <Button variant="subtle" onClick={() => open(variant.id)} data-testid="squeeze-open-variant">
        Open
      </Button>
      <Button
        variant={squeeze.proof === 'proven' ? 'default' : 'filled'}
        disabled={run === null}
        onClick={() => run?.(variant.id, variant.letter)}
        data-testid="squeeze-run"
      >
        Run both…
      </Button>
      <Button
        variant={squeeze.proof === 'proven' ? 'filled' : 'default'}
        onClick={() => go({ page: 'export', variantId: variant.id, modelId: squeeze.spec.modelId })}
        data-testid="squeeze-export"
      >
        Export it…
      </Button>
    </span>
  )
}

/** A variant that says what the choice says: it needs no twin. */
function sameText(variants: readonly Variant[], check: SqueezeCheck | null): Variant | null {
  const wanted = check?.messages ?? []
  return (
    variants.find(
      ({ content: { messages } }) =>
        messages.length === wanted.length &&
        messages.every(({ role, template }, index) => {
          const other = wanted[index]
          return other?.role === role && other.template === template
        }),
    ) ?? null
  )
}

/** "−412 tokens (−48 %)" */
function savedText({ promptTokens, savedTokens }: SqueezeCheck): string {
  const before = promptTokens + savedTokens
  const percent = before === 0 ? 0 : Math.round((-100 * savedTokens) / before)
  const change = percent === 0 ? '±0 %' : `${percent < 0 ? '−' : '+'}${Math.abs(percent)} %`
  return `${savingText(savedTokens)} tokens (${change}), ${countText(promptTokens)} left`
}
