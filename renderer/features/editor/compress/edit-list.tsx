import type { Edit } from '../../../../shared/domain/compression.ts'
import { EditDiff } from '../../../ui/edit-diff.tsx'
import { Tag } from '../../../ui/marks.tsx'
import { savingText } from '../../../ui/saving-text.ts'
import styles from './compress.module.css'

export interface EditListProps {
  readonly edits: readonly Edit[]
  readonly isTaken: (edit: Edit) => boolean
  readonly onToggle: (edit: Edit) => void
  /** A compressor's name by its id. */
  readonly labelOf: (compressorId: string) => string
}

/** Each change with what it removes, why, and what it saves; a tick takes it. */
export function EditList({ edits, isTaken: mayTake, onToggle, labelOf }: EditListProps) {
  return (
    <ul className={styles.list}>
      {edits.map((edit) => {
        const isTaken = mayTake(edit)
        return (
          <li key={edit.id} className={styles.edit} data-taken={isTaken} data-testid="edit">
            <label className={styles.editHead}>
              <input
                type="checkbox"
                checked={isTaken}
                aria-label={`Take: ${edit.reason}`}
                onChange={() => onToggle(edit)}
              />
              <span className={styles.reason}>{edit.reason}</span>
              {edit.risk === 'R0' ? null : <Tag tone={edit.risk === 'R2' ? 'warn' : 'neutral'}>{RISK[edit.risk]}</Tag>}
              <span className={styles.saving}>{savingText(edit.savedTokens)} tok</span>
            </label>
            <EditDiff original={edit.original} replacement={edit.replacement} />
            <p className={styles.hint} style={{ padding: 0, margin: 0 }}>
              Message {edit.messageIndex + 1} · {labelOf(edit.compressor)}
            </p>
          </li>
        )
      })}
    </ul>
  )
}

const RISK = { R0: 'lossless', R1: 'near-lossless', R2: 'needs an eval' } as const
