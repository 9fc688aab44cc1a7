import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useRoute } from '../../../client/use-route.ts'
import styles from '../result.module.css'
import { ChoiceDiff } from './choice-diff.tsx'
import { groupEdits } from './edit-groups.ts'
import { EditRow } from './edit-row.tsx'
import { GroupHead } from './group-head.tsx'
import { shadowedEdits } from './shadowed-edits.ts'
import type { Choice } from './use-choice.ts'

/** The edits on the left, each with a tick and its evidence; on the right what they make of the prompt. */
export function EditChoice({ squeeze, choice }: { readonly squeeze: SqueezeSnapshot; readonly choice: Choice }) {
  const { edits, ledger, spec } = squeeze
  const model = (useRoute('models.list', {}).data ?? []).find(({ id }) => id === spec.modelId)
  const shadowed = shadowedEdits(choice.edits)
  const quotes = new Map(ledger.map(({ id, quote }) => [id, quote]))
  if (edits.length === 0)
    return <p className={styles.note}>No edit was found: the prompt says what it says as shortly as it can.</p>
  return (
    <div className={styles.choice}>
      <div className={styles.edits} data-testid="squeeze-edits">
        {groupEdits(edits).map(({ kind, label, edits: some }) => (
          <section key={kind} aria-label={label}>
            <GroupHead label={label} edits={some} choice={choice} />
            <ul className={styles.editList}>
              {some.map((edit) => (
                <EditRow
                  key={edit.id}
                  edit={edit}
                  isTaken={choice.has(edit.id)}
                  isShadowed={shadowed.has(edit.id)}
                  replaced={edit.replacesLedgerIds.flatMap((id) => quotes.get(id) ?? [])}
                  hasCases={spec.mode !== 'quick'}
                  price={model?.price ?? null}
                  onToggle={choice.toggle}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <ChoiceDiff squeeze={squeeze} choice={choice} />
    </div>
  )
}
