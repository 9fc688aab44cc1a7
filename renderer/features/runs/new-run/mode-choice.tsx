import { SegmentedControl } from '@mantine/core'
import styles from './new-run.module.css'

export interface ModeChoiceProps {
  readonly mode: 'live' | 'batch'
  /** Why a batch is not possible; null when it is. */
  readonly obstacle: string | null
  readonly onChange: (mode: 'live' | 'batch') => void
}

/** Answers now, or cheaper within a day. */
export function ModeChoice({ mode, obstacle, onChange }: ModeChoiceProps) {
  return (
    <fieldset className={styles.group}>
      <legend>Answers</legend>
      <div className={styles.mode}>
        <SegmentedControl
          aria-label="How the answers come"
          value={mode}
          onChange={(value) => onChange(value === 'batch' ? 'batch' : 'live')}
          data={[
            { value: 'live', label: 'Live' },
            { value: 'batch', label: 'Batch', disabled: obstacle !== null },
          ]}
          data-testid="new-run-mode"
        />
        <p className={styles.modeNote} data-testid="new-run-mode-note">
          {obstacle ??
            (mode === 'batch'
              ? 'About half the price; answers come within 24 h, also while Pithy is closed.'
              : 'Batch: half the price, answers within 24 h.')}
        </p>
      </div>
    </fieldset>
  )
}
