import { NumberInput, Switch } from '@mantine/core'
import styles from './start.module.css'
import type { SqueezeForm } from './use-squeeze-form.ts'

/** How long an optimized prompt may get. */
export function LengthField({ form }: { readonly form: SqueezeForm }) {
  const { choices, change } = form
  return (
    <NumberInput
      label="Longest prompt, in tokens"
      title="No candidate is longer"
      placeholder="no limit"
      min={1}
      allowDecimal={false}
      thousandSeparator
      value={choices.maxPromptTokens ?? ''}
      onChange={(value) => change({ maxPromptTokens: Number(value) >= 1 ? Math.floor(Number(value)) : null })}
      data-testid="squeeze-max-tokens"
    />
  )
}

/** Whether an optimization may say more than the prompt did. */
export function ConsentField({ form }: { readonly form: SqueezeForm }) {
  const { mayAddRules } = form.choices
  return (
    <div className={styles.consent}>
      <Switch
        label="May add rules where cases fail"
        checked={mayAddRules}
        onChange={(event) => form.change({ mayAddRules: event.currentTarget.checked })}
        data-testid="squeeze-may-add-rules"
      />
      <p className={styles.modeNote}>
        {mayAddRules
          ? 'Each rule that it adds is an edit of its own, marked as new: you can refuse it afterwards.'
          : 'It may say more clearly what the prompt says, and nothing that it does not say.'}
      </p>
    </div>
  )
}
