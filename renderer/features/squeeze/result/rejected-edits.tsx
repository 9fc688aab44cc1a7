import type { RejectedSqueezeEdit } from '../../../../shared/domain/squeeze.ts'
import { EditDiff } from '../../../ui/edit-diff.tsx'
import { plural } from '../../../ui/figures.ts'
import { Tag } from '../../../ui/marks.tsx'
import styles from '../result.module.css'

/** What was proposed and refused, folded by the gate that refused it. */
export function RejectedEdits({ rejected }: { readonly rejected: readonly RejectedSqueezeEdit[] }) {
  if (rejected.length === 0) return <p className={styles.note}>No proposal failed a gate.</p>
  const gates = new Map<string, RejectedSqueezeEdit[]>()
  for (const edit of rejected) {
    const label = edit.faults[0]?.label ?? ''
    gates.set(label, [...(gates.get(label) ?? []), edit])
  }
  return (
    <div className={styles.rejected} data-testid="squeeze-rejected">
      {[...gates].map(([label, edits]) => (
        <details key={label}>
          <summary>
            <strong>{label}</strong> <span className="muted">refused {plural(edits.length, 'proposal')}</span>
          </summary>
          <ul className={styles.editList}>
            {edits.map((edit) => (
              <li key={edit.id} className={styles.edit}>
                <span className={styles.editLabel}>{edit.label}</span>
                {edit.changes.slice(0, 3).map(({ messageIndex, start, original, replacement }) => (
                  <EditDiff key={`${messageIndex}-${start}`} original={original} replacement={replacement} />
                ))}
                {edit.faults.map(({ gate, label: name, reason }) => (
                  <p key={`${gate}-${reason}`} className={styles.fault} data-selectable>
                    <Tag tone="bad">{name}</Tag> {reason}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </details>
      ))}
    </div>
  )
}
