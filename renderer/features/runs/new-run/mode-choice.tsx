import { SegmentedControl } from '@mantine/core'
import { RunMode } from '../../../../shared/domain/run.ts'
import styles from './new-run.module.css'

export interface ModeChoiceProps {
  readonly mode: RunMode
  /** Why a mode is not possible; null when it is. */
  readonly obstacles: Readonly<Record<RunMode, string | null>>
  readonly onChange: (mode: RunMode) => void
}

const NOTES: Readonly<Record<RunMode, string>> = {
  live: 'Flex and Batch cost about half: Flex answers slower, Batch within 24 h.',
  flex: 'About half the price, slower; what the provider serves at its normal tier costs the full price.',
  batch: 'About half the price; answers come within 24 h, also while Pithy is closed.',
}

/** Answers now, cheaper with less haste, or cheaper within a day. */
export function ModeChoice({ mode, obstacles, onChange }: ModeChoiceProps) {
  const { flex, batch } = obstacles
  // Both refused mostly for the same reason: one sentence is enough to tell what is missing.
  const refusal =
    flex !== null && batch !== null && flex !== batch
      ? 'Not by flex or batch: a chosen model has no such service or no known price for it.'
      : (flex ?? batch)
  return (
    <fieldset className={styles.group}>
      <legend>Answers</legend>
      <div className={styles.mode}>
        <SegmentedControl
          aria-label="How the answers come"
          value={mode}
          onChange={(value) => onChange(RunMode.parse(value))}
          data={[
            { value: 'live', label: 'Live' },
            { value: 'flex', label: 'Flex', disabled: obstacles.flex !== null },
            { value: 'batch', label: 'Batch', disabled: obstacles.batch !== null },
          ]}
          data-testid="new-run-mode"
        />
        <p className={styles.modeNote} data-testid="new-run-mode-note">
          {mode === 'live' && refusal !== null ? refusal : NOTES[mode]}
        </p>
      </div>
    </fieldset>
  )
}
