import { Button, MultiSelect, Select, Switch, TextInput } from '@mantine/core'
import { useState } from 'react'
import { type Capabilities, type CatalogModel, Effort } from '../../../shared/domain/model.ts'
import type { ProviderInfo } from '../../../shared/domain/provider.ts'
import type { RateLimits } from '../../../shared/domain/rate-limits.ts'
import { NumberField } from '../../ui/number-field.tsx'
import { RateLimitFields } from '../../ui/rate-limit-fields.tsx'
import { type ModelDraft, modelDraftOf, modelOf, modelProblems, newModelDraft } from './model-draft.ts'
import styles from './model-drawer.module.css'
import { PriceFields } from './price-fields.tsx'
import { isShipped, type ModelEditing } from './use-model-editing.ts'

export interface ModelFormProps {
  /** Null = a new one. */
  readonly model: CatalogModel | null
  readonly providers: readonly ProviderInfo[]
  readonly takenIds: ReadonlySet<string>
  readonly editing: ModelEditing
}

const SWITCHES: readonly { readonly name: Exclude<keyof Capabilities, 'efforts'>; readonly label: string }[] = [
  { name: 'temperature', label: 'Temperature' },
  { name: 'stop', label: 'Stop texts' },
  { name: 'structuredOutput', label: 'Response schema' },
  { name: 'tools', label: 'Tools' },
  { name: 'forcedTools', label: 'Forced tools' },
]

/** Everything that Pithy knows of a model; saved, it is the user's own entry and wins over the shipped one. */
export function ModelForm({ model, providers, takenIds, editing }: ModelFormProps) {
  const today = new Date().toISOString().slice(0, 10)
  const [initial] = useState<ModelDraft>(() => (model ? modelDraftOf(model, today) : newModelDraft(today)))
  const [draft, setDraft] = useState(initial)
  const [changedLimits, setLimits] = useState<RateLimits | null>(null)
  const limits = changedLimits ?? editing.limitsOf(`${draft.providerId}/${draft.name.trim()}`)
  const [isTouched, setIsTouched] = useState(model !== null)
  const problems = modelProblems(draft)
  const isTaken = model === null && takenIds.has(`${draft.providerId}/${draft.name.trim()}`)
  const problem = (field: keyof ModelDraft) => (isTouched ? (problems.get(field) ?? null) : null)

  function change(part: Partial<ModelDraft>): void {
    setDraft((before) => ({ ...before, ...part }))
  }

  function capable(part: Partial<Capabilities>): void {
    change({ capabilities: { ...draft.capabilities, ...part } })
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        setIsTouched(true)
        const made = modelOf(draft)
        if (!made || isTaken) return
        const isSame = model !== null && JSON.stringify(draft) === JSON.stringify(initial)
        editing.save(isSame && changedLimits ? null : made, { modelId: made.id, to: limits })
      }}
    >
      <div className={styles.fields}>
        {model ? (
          <code className={styles.id} data-selectable>
            {model.id}
          </code>
        ) : (
          <div className={styles.pair}>
            <Select
              label="Provider"
              placeholder="Choose"
              data={providers.map(({ id, label }) => ({ value: id, label }))}
              value={draft.providerId === '' ? null : draft.providerId}
              error={problem('providerId')}
              data-testid="model-provider"
              onChange={(providerId) => change({ providerId: providerId ?? '' })}
            />
            <TextInput
              label="Name at the provider"
              placeholder="llama-4-8b-instruct"
              value={draft.name}
              error={isTaken ? 'The catalog has this model: edit that entry.' : problem('name')}
              data-testid="model-name"
              onChange={(event) => change({ name: event.currentTarget.value })}
            />
          </div>
        )}
        <TextInput
          label="Label"
          placeholder={draft.name}
          value={draft.label}
          data-testid="model-label"
          onChange={(event) => change({ label: event.currentTarget.value })}
        />
        <PriceFields draft={draft} problem={problem} onChange={change} />
        <div className={styles.pair}>
          <NumberField
            label="Context (tokens)"
            placeholder="unknown"
            min={1}
            allowDecimal={false}
            value={draft.contextTokens}
            onChange={(contextTokens) => change({ contextTokens })}
          />
          <NumberField
            label="Max output (tokens)"
            placeholder="unknown"
            min={1}
            allowDecimal={false}
            value={draft.maxOutputTokens}
            onChange={(maxOutputTokens) => change({ maxOutputTokens })}
          />
        </div>
        <fieldset className={styles.group}>
          <legend>Your limits</legend>
          <p className={styles.note}>
            Calls to this model are spread to stay below, beside the limits of its provider.
          </p>
          <div className={styles.pair}>
            <RateLimitFields {...limits} onChange={setLimits} />
          </div>
        </fieldset>
        <fieldset className={styles.group}>
          <legend>What it takes</legend>
          <p className={styles.note}>What is off here is not sent to the model, and the interface says so.</p>
          <div className={styles.pair}>
            {SWITCHES.map(({ name, label }) => (
              <Switch
                key={name}
                label={label}
                checked={draft.capabilities[name] ?? draft.capabilities.tools}
                onChange={(event) => capable({ [name]: event.currentTarget.checked })}
              />
            ))}
          </div>
          <MultiSelect
            label="Reasoning efforts"
            placeholder={draft.capabilities.efforts.length === 0 ? 'none' : ''}
            data={[...Effort.options]}
            value={[...draft.capabilities.efforts]}
            onChange={(efforts) => capable({ efforts: efforts.map((effort) => Effort.parse(effort)) })}
          />
        </fieldset>
      </div>
      <div className={styles.foot}>
        {model?.origin === 'user' ? (
          <Button variant="subtle" onClick={() => editing.removeOwn(model)} data-testid="model-remove">
            {isShipped(model) ? 'Return to the shipped entry' : 'Remove'}
          </Button>
        ) : null}
        <span className={styles.space} />
        <Button variant="default" onClick={editing.close}>
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={isTouched && (problems.size > 0 || isTaken)}
          loading={editing.isSaving}
          data-testid="model-save"
        >
          Save
        </Button>
      </div>
    </form>
  )
}
