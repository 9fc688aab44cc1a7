import { Checkbox } from '@mantine/core'
import type { SqueezeEdit } from '../../../../shared/domain/squeeze.ts'
import { countText } from '../../../ui/figures.ts'
import { savingText } from '../../../ui/saving-text.ts'
import styles from '../result.module.css'
import type { Choice } from './use-choice.ts'

export interface GroupHeadProps {
  readonly label: string
  readonly edits: readonly SqueezeEdit[]
  readonly choice: Choice
}

/** A kind of edits, taken or refused together. */
export function GroupHead({ label, edits, choice }: GroupHeadProps) {
  const taken = edits.filter(({ id }) => choice.has(id))
  const saved = taken.reduce((sum, { savedTokens }) => sum + savedTokens, 0)
  return (
    <header className={styles.groupHead}>
      <Checkbox
        checked={taken.length === edits.length}
        indeterminate={taken.length > 0 && taken.length < edits.length}
        aria-label={`Take all: ${label}`}
        onChange={() =>
          choice.setAll(
            edits.map(({ id }) => id),
            taken.length < edits.length,
          )
        }
      />
      <h3>{label}</h3>
      <span className="tabular">
        {countText(taken.length)} of {countText(edits.length)}, {savingText(saved)} tok
      </span>
    </header>
  )
}
